import { useRef, useState } from "react";
import { type JsonObject, objectOf } from "../../json.ts";
import type { PageContainer } from "../../page-api.ts";
import { elementsOf } from "../../state/elements.ts";
import { initialValues } from "../../state/input-values.ts";
import { useSlack } from "../workspace/slack-context.ts";
import type { Surface, Target } from "./surface.ts";

/** A surface of these blocks. Answers outlive an edit where block id and action id stay, as in Slack. */
export function useNewSurface(of: {
  readonly container: PageContainer;
  readonly blocks: readonly JsonObject[];
  readonly errors?: Readonly<Record<string, string>>;
}): Surface {
  const { send } = useSlack();
  const { container, blocks } = of;
  const [, redraw] = useState(0);
  // A ref, because an act right after a change must send that change along.
  const answers = useRef<JsonObject>({});
  const values = () => withAnswers(blocks, answers.current);

  function change(target: Target, value: JsonObject): void {
    answers.current = withAnswer(answers.current, target, { type: target.type, ...value });
    redraw((count) => count + 1);
  }
  async function act(target: Target, value: JsonObject): Promise<void> {
    await send({ kind: "act", container, ...target, value, state: values() });
  }
  async function loadOptions({ blockId, actionId }: Target, query: string) {
    return await send({ kind: "options", container, blockId, actionId, query });
  }
  return { container, values: values(), errors: of.errors ?? {}, change, act, loadOptions };
}

function withAnswer(answers: JsonObject, target: Target, value: JsonObject): JsonObject {
  return { ...answers, [target.blockId]: { ...objectOf(answers[target.blockId]), [target.actionId]: value } };
}

function withAnswers(blocks: readonly JsonObject[], answers: JsonObject): JsonObject {
  return elementsOf(blocks).reduce((values, { blockId, element }) => {
    const actionId = String(element["action_id"]);
    const answer = objectOf(answers[blockId])[actionId];
    const target = { blockId, actionId, type: "" };
    return answer === undefined ? values : withAnswer(values, target, objectOf(answer));
  }, initialValues(blocks));
}
