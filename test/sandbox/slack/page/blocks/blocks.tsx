import type { ReactElement } from "react";
import { type JsonObject, objectsOf, textOf } from "../../json.ts";
import { keyed } from "../keyed.ts";
import { RichText } from "../text/rich-text.tsx";
import { ActionsBlock } from "./actions-block.tsx";
import { AlertBlock } from "./alert-block.tsx";
import type { BlockProps } from "./block-props.ts";
import { CardBlock } from "./card-block.tsx";
import { ContextBlock } from "./context-block.tsx";
import { HeaderBlock } from "./header-block.tsx";
import { Image } from "./image.tsx";
import { InputBlock } from "./input-block.tsx";
import { LibraryBlock } from "./library-block.tsx";
import { SectionBlock } from "./section-block.tsx";
import { TableBlock } from "./table-block.tsx";

/** Block Kit, drawn. Elements in it act on the surface around. */
export function Blocks({ blocks }: { readonly blocks: readonly JsonObject[] }): ReactElement {
  return (
    <div className="blocks">
      {keyed(blocks).map(([key, block]) => (
        <Block key={key} block={block} />
      ))}
    </div>
  );
}

const components: Readonly<Record<string, (props: BlockProps) => ReactElement | null>> = {
  actions: ActionsBlock,
  alert: AlertBlock,
  card: CardBlock,
  carousel: Carousel,
  container: Container,
  context: ContextBlock,
  data_table: TableBlock,
  data_visualization: LibraryBlock,
  divider: () => <hr />,
  header: HeaderBlock,
  image: ({ block }) => <Image image={block} className="image-block" />,
  input: InputBlock,
  markdown: LibraryBlock,
  plan: LibraryBlock,
  rich_text: ({ block }) => <RichText elements={objectsOf(block["elements"])} />,
  section: SectionBlock,
  table: TableBlock,
  task_card: LibraryBlock,
};

function Block({ block }: BlockProps): ReactElement | null {
  const type = textOf(block["type"]);
  const Component = components[type];
  if (Component === undefined) return <p className="not-shown">The sandbox's page cannot show a {type} block.</p>;
  return <Component block={block} />;
}

function Carousel({ block }: BlockProps): ReactElement {
  return (
    <section className="carousel" aria-label="Cards">
      {keyed(objectsOf(block["elements"])).map(([key, card]) => (
        <CardBlock key={key} block={card} />
      ))}
    </section>
  );
}

function Container({ block }: BlockProps): ReactElement {
  const title = textOf(objectsOf([block["title"] ?? null])[0]?.["text"]);
  const children = <Blocks blocks={objectsOf(block["child_blocks"])} />;
  if (block["is_collapsible"] !== true) {
    return (
      <section className="container" aria-label={title}>
        <h4>{title}</h4>
        {children}
      </section>
    );
  }
  return (
    <details className="container" open={block["default_collapsed"] !== true}>
      <summary>{title}</summary>
      {children}
    </details>
  );
}
