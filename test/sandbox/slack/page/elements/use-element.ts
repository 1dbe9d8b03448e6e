import { useState } from "react";
import { isObject, type JsonObject, objectOf, textOf } from "../../json.ts";
import { useSurface } from "./surface.ts";

/** What every element gets: itself, its block's id, and whether a choice is told to the app at once. */
export type ElementProps = {
  readonly element: JsonObject;
  readonly blockId: string;
  /** False in an input block, unless that has `dispatch_action`. */
  readonly dispatches: boolean;
  /** The input's label, where the element has no words of its own. */
  readonly labelId?: string;
  readonly describedBy?: string;
};

/** An element's present answer, and what choosing does: ask where there is a `confirm`, keep, and tell the app. */
export function useElement({ element, blockId, dispatches }: ElementProps) {
  const surface = useSurface();
  const [isPending, setIsPending] = useState(false);
  const [asked, setAsked] = useState<JsonObject>();
  const target = { blockId, actionId: textOf(element["action_id"]), type: textOf(element["type"]) };
  const confirm = isObject(element["confirm"]) ? element["confirm"] : undefined;

  async function commit(value: JsonObject): Promise<void> {
    if (!isStateless.has(target.type)) surface.change(target, value);
    if (!dispatches) return;
    setIsPending(true);
    await surface.act(target, value);
    setIsPending(false);
  }
  return {
    target,
    surface,
    /** `state.values`' part of this element. */
    answer: objectOf(objectOf(surface.values[blockId])[target.actionId]),
    isPending,
    choose(value: JsonObject): void {
      if (confirm === undefined) void commit(value);
      else setAsked(value);
    },
    /** The dialog to show just now, if any. */
    question:
      confirm === undefined || asked === undefined
        ? undefined
        : {
            confirm,
            accept(): void {
              setAsked(undefined);
              void commit(asked);
            },
            deny: () => setAsked(undefined),
          },
  };
}

const isStateless: ReadonlySet<string> = new Set(["button", "workflow_button", "overflow", "icon_button"]);
