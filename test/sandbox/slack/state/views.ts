import { randomBytes } from "node:crypto";
import { type JsonObject, objectsOf, textOrUndefined } from "../json.ts";
import type { Feed } from "./feed.ts";
import { initialValues } from "./input-values.ts";
import { mintId } from "./mint.ts";
import { externalIdOf, keptValues, pageView, type View } from "./view.ts";
import { withIds } from "./with-ids.ts";

const deepestStack = 3;

export type ViewOutcome =
  | { readonly kind: "done"; readonly view: View }
  | {
      readonly kind: "refused";
      readonly error: "not_found" | "hash_conflict" | "push_limit_reached" | "duplicate_external_id";
    };

/** The modals (a stack for each user) and Home tabs that are open. */
export type Views = {
  /** A new stack: what the user had open is gone. */
  readonly open: (userId: string, source: JsonObject) => ViewOutcome;
  readonly push: (userId: string, source: JsonObject) => ViewOutcome;
  readonly update: (view: View, source: JsonObject, hash?: string) => ViewOutcome;
  readonly publish: (userId: string, source: JsonObject, hash?: string) => ViewOutcome;
  readonly find: (by: { readonly viewId?: string; readonly externalId?: string }) => View | undefined;
  readonly stack: (userId: string) => readonly View[];
  readonly home: (userId: string) => View | undefined;
  /** Takes one view, or all of the user's, off the stack. */
  readonly close: (view: View) => void;
  readonly clear: (userId: string) => void;
  readonly setValues: (view: View, values: JsonObject) => View;
  readonly setErrors: (view: View, errors: Readonly<Record<string, string>>) => void;
  readonly clearAll: () => void;
};

export function createViews(deps: { readonly feed: Feed; readonly now: () => number }): Views {
  const stacks = new Map<string, readonly View[]>();
  const homes = new Map<string, View>();
  const stack = (userId: string) => stacks.get(userId) ?? [];
  const everyView = () => [...[...stacks.values()].flat(), ...homes.values()];
  const isTaken = (source: JsonObject, besides?: View) => {
    const externalId = textOrUndefined(source["external_id"]);
    const owner = everyView().find((view) => externalId !== undefined && externalIdOf(view) === externalId);
    return owner !== undefined && owner.id !== besides?.id;
  };

  function setStack(userId: string, views: readonly View[]): void {
    stacks.set(userId, views);
    deps.feed.publish({ kind: "modals", modals: views.map(pageView) }, { userIds: [userId] });
  }

  function put(view: View): View {
    if (homes.get(view.userId)?.id === view.id || view.source["type"] === "home") {
      homes.set(view.userId, view);
      deps.feed.publish({ kind: "home", home: pageView(view) }, { userIds: [view.userId] });
      return view;
    }
    const others = stack(view.userId);
    setStack(
      view.userId,
      others.map((one) => (one.id === view.id ? view : one)),
    );
    return view;
  }

  function update(view: View, source: JsonObject, hash?: string): ViewOutcome {
    if (hash !== undefined && hash !== view.hash) return { kind: "refused", error: "hash_conflict" };
    if (isTaken(source, view)) return { kind: "refused", error: "duplicate_external_id" };
    const fresh = newView({ userId: view.userId, source, now: deps.now() });
    const values = keptValues(view.values, fresh.values);
    return { kind: "done", view: put({ ...view, source: fresh.source, hash: fresh.hash, values, errors: {} }) };
  }

  return {
    open(userId, source) {
      if (isTaken(source)) return { kind: "refused", error: "duplicate_external_id" };
      const view = newView({ userId, source, now: deps.now() });
      setStack(userId, [view]);
      return { kind: "done", view };
    },
    push(userId, source) {
      const below = stack(userId);
      const top = below.at(-1);
      if (top === undefined) return { kind: "refused", error: "not_found" };
      if (below.length >= deepestStack) return { kind: "refused", error: "push_limit_reached" };
      if (isTaken(source)) return { kind: "refused", error: "duplicate_external_id" };
      const view = { ...newView({ userId, source, now: deps.now() }), rootId: top.rootId, previousId: top.id };
      setStack(userId, [...below, view]);
      return { kind: "done", view };
    },
    update,
    publish(userId, source, hash) {
      const before = homes.get(userId);
      if (before !== undefined) return update(before, source, hash);
      if (isTaken(source)) return { kind: "refused", error: "duplicate_external_id" };
      return { kind: "done", view: put(newView({ userId, source, now: deps.now() })) };
    },
    find: ({ viewId, externalId }) =>
      everyView().find((view) => view.id === viewId || (externalId !== undefined && externalIdOf(view) === externalId)),
    stack,
    home: (userId) => homes.get(userId),
    close(view) {
      const others = stack(view.userId).filter((one) => one.id !== view.id);
      setStack(view.userId, others);
    },
    clear: (userId) => setStack(userId, []),
    setValues: (view, values) => replaceQuietly({ ...view, values: { ...view.values, ...values } }, stacks, homes),
    setErrors: (view, errors) => {
      put({ ...view, errors });
    },
    clearAll() {
      stacks.clear();
      homes.clear();
    },
  };
}

// The page already shows what the person typed: telling it again would fight with the keyboard.
function replaceQuietly(view: View, stacks: Map<string, readonly View[]>, homes: Map<string, View>): View {
  if (homes.get(view.userId)?.id === view.id) homes.set(view.userId, view);
  const stack = stacks.get(view.userId) ?? [];
  stacks.set(
    view.userId,
    stack.map((one) => (one.id === view.id ? view : one)),
  );
  return view;
}

function newView(of: { readonly userId: string; readonly source: JsonObject; readonly now: number }): View {
  const id = mintId("V");
  const blocks = withIds(objectsOf(of.source["blocks"]));
  return {
    id,
    userId: of.userId,
    source: { ...of.source, blocks },
    hash: `${Math.floor(of.now / 1000)}.${randomBytes(4).toString("hex")}`,
    rootId: id,
    values: initialValues(blocks),
    errors: {},
  };
}
