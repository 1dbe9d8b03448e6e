import type { ReactElement } from "react";
import { textOf } from "../../json.ts";
import { ButtonElement } from "./button-element.tsx";
import { Checkboxes } from "./checkboxes.tsx";
import { DateInput } from "./date-input.tsx";
import { ExternalSelect } from "./external-select.tsx";
import { IdSelect } from "./id-select.tsx";
import { ImageElement } from "./image-element.tsx";
import { MultiIdSelect } from "./multi-id-select.tsx";
import { OverflowMenu } from "./overflow-menu.tsx";
import { RadioButtons } from "./radio-buttons.tsx";
import { StaticSelect } from "./static-select.tsx";
import { TextInput } from "./text-input.tsx";
import type { ElementProps } from "./use-element.ts";

const components: Readonly<Record<string, (props: ElementProps) => ReactElement | null>> = {
  button: ButtonElement,
  workflow_button: ButtonElement,
  static_select: StaticSelect,
  external_select: ExternalSelect,
  users_select: IdSelect,
  channels_select: IdSelect,
  conversations_select: IdSelect,
  multi_static_select: Checkboxes,
  multi_users_select: MultiIdSelect,
  multi_channels_select: MultiIdSelect,
  multi_conversations_select: MultiIdSelect,
  radio_buttons: RadioButtons,
  checkboxes: Checkboxes,
  overflow: OverflowMenu,
  datepicker: DateInput,
  timepicker: DateInput,
  datetimepicker: DateInput,
  plain_text_input: TextInput,
  email_text_input: TextInput,
  url_text_input: TextInput,
  number_input: TextInput,
  image: ImageElement,
};

/** One Block Kit element; says so where the page cannot show it, instead of hiding it. */
export function Element(props: ElementProps): ReactElement {
  const type = textOf(props.element["type"]);
  const Component = components[type];
  if (Component === undefined) return <span className="not-shown">The sandbox's page cannot show a {type}.</span>;
  return <Component {...props} />;
}
