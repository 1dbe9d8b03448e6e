import type { SlackClient } from "./client/client.ts";
import { isObject, type JsonObject, objectOf, objectsOf, textOf } from "./json.ts";
import type { Json, PageContainer, PageMessage, PageView } from "./page-api.ts";
import { elementsOf, type Placed } from "./state/elements.ts";
import { answerValue, initialValues } from "./state/input-values.ts";
import type { State } from "./state/state.ts";
import { pageView } from "./state/view.ts";

/** What to act in: a message that this person sees, or a view of theirs. */
type Actionable = PageMessage | PageView;
/** By block id or action id: text, an option's value or label, or several of them. */
type Answers = Readonly<Record<string, string | readonly string[]>>;

/** One user at the keyboard, for tests. Each act resolves when the app has acknowledged it, or 3 s have passed. */
export type Person = {
  readonly id: string;
  readonly say: (channel: string, text: string, threadTs?: string) => Promise<PageMessage>;
  /** Types `/redis …`; in the first channel where none is given. */
  readonly command: (command: string, channel?: string) => Promise<void>;
  /** By action id or the button's text. Whether the app acknowledged it. */
  readonly click: (where: Actionable, button: string, options?: { readonly value?: string }) => Promise<boolean>;
  /** Chooses in a select, radio buttons, checkboxes, a picker or an overflow menu, by action id. */
  readonly choose: (where: Actionable, actionId: string, answer: string | readonly string[]) => Promise<boolean>;
  /** What an external select offers for what was typed. */
  readonly options: (where: Actionable, actionId: string, query: string) => Promise<readonly JsonObject[]>;
  /** Fills a modal in and submits it; the errors that it then shows, by block id. */
  readonly submit: (view: PageView, answers?: Answers) => Promise<Readonly<Record<string, string>>>;
  /** Cancels the uppermost modal. */
  readonly closeModal: () => Promise<void>;
  readonly openHome: () => Promise<void>;
  /** Those that this person sees in the channel, oldest first, replies included. */
  readonly messages: (channel: string) => readonly PageMessage[];
  /** The parent and its replies, as this person sees them. */
  readonly thread: (message: PageMessage) => readonly PageMessage[];
  readonly modals: () => readonly PageView[];
  readonly home: () => PageView | undefined;
  /** What Slack itself told this person so far. */
  readonly notices: () => readonly string[];
};

/** By name or id; throws where there is no such user. */
export function createPerson(deps: { readonly state: State; readonly client: SlackClient }, name: string): Person {
  const { state, client } = deps;
  const { workspace } = state;
  const user = workspace.users.find((one) => one.id === name || one.name === name);
  if (user === undefined) throw new Error(`there is no user ${name} in the sandbox's Slack`);
  const userId = user.id;
  const channelId = (reference?: string) =>
    (reference === undefined ? workspace.conversationsOf(userId)[0] : workspace.conversation(reference))?.id ?? "";
  const messages = (channel: string) =>
    state.messages.seenBy(userId).filter((message) => message.channel === channelId(channel));

  async function act(where: Actionable, placed: Placed, value: JsonObject): Promise<boolean> {
    const answer = await client({
      kind: "act",
      userId,
      container: containerOf(where),
      blockId: placed.blockId,
      actionId: textOf(placed.element["action_id"]),
      type: textOf(placed.element["type"]),
      value,
      state: withValue(valuesOf(state, where), placed, value),
    });
    return objectOf(answer)["acked"] === true;
  }

  return {
    id: userId,
    async say(channel, text, threadTs) {
      const thread = threadTs === undefined ? {} : { threadTs };
      const said = await client({ kind: "say", userId, channel: channelId(channel), text, ...thread });
      const ts = textOf(objectOf(said)["ts"]);
      const message = messages(channel).find((one) => one.ts === ts);
      if (message === undefined) throw new Error(`"${text}" was not posted`);
      return message;
    },
    async command(command, channel) {
      await client({ kind: "say", userId, channel: channelId(channel), text: command });
    },
    click(where, button, options) {
      const placed = find(where, button);
      return act(where, placed, options?.value === undefined ? {} : { value: options.value });
    },
    choose(where, actionId, answer) {
      const placed = find(where, actionId);
      return act(where, placed, answerValue(placed.element, answer));
    },
    async options(where, actionId, query) {
      const { blockId } = find(where, actionId);
      const container = containerOf(where);
      const answer = await client({ kind: "options", userId, container, blockId, actionId, query });
      return objectsOf(objectOf(answer)["options"]);
    },
    async submit(view, answers = {}) {
      const values = withAnswers(valuesOf(state, view), view, answers);
      const answer = await client({ kind: "submit", userId, viewId: view.id, state: values });
      return Object.fromEntries(
        Object.entries(objectOf(objectOf(answer)["errors"])).map(([block, text]) => [block, textOf(text)]),
      );
    },
    async closeModal() {
      const top = state.views.stack(userId).at(-1);
      if (top !== undefined) await client({ kind: "close", userId, viewId: top.id });
    },
    async openHome() {
      await client({ kind: "open-home", userId });
    },
    messages,
    thread: (message) =>
      state.messages
        .seenBy(userId)
        .filter((one) => one.channel === message.channel)
        .filter((one) => [one.ts, one.threadTs].includes(message.threadTs ?? message.ts)),
    modals: () => state.views.stack(userId).map(pageView),
    home() {
      const home = state.views.home(userId);
      return home === undefined ? undefined : pageView(home);
    },
    notices: () => state.notices.of(userId),
  };
}

function containerOf(where: Actionable): PageContainer {
  return "ts" in where ? { kind: "message", channel: where.channel, ts: where.ts } : { kind: "view", viewId: where.id };
}

function blocksOf(where: Actionable): readonly JsonObject[] {
  return (where.blocks ?? []).filter(isObject);
}

function find(where: Actionable, wanted: string): Placed {
  const all = elementsOf(blocksOf(where));
  const label = (placed: Placed) => textOf(objectOf(placed.element["text"])["text"]);
  const found = all.find((one) => one.element["action_id"] === wanted) ?? all.find((one) => label(one) === wanted);
  if (found !== undefined) return found;
  const there = all.map((one) => label(one) || textOf(one.element["action_id"])).join(", ");
  throw new Error(`there is no "${wanted}" here, only: ${there || "nothing to click"}`);
}

function valuesOf(state: State, where: Actionable): JsonObject {
  const view = "ts" in where ? undefined : state.views.find({ viewId: where.id });
  return view?.values ?? initialValues(blocksOf(where));
}

function withAnswers(values: JsonObject, view: PageView, answers: Answers): JsonObject {
  return Object.entries(answers).reduce((filled, [key, answer]) => {
    const all = elementsOf(blocksOf(view));
    const placed = all.find((one) => one.blockId === key) ?? find(view, key);
    return withValue(filled, placed, answerValue(placed.element, answer));
  }, values);
}

function withValue(values: JsonObject, placed: Placed, value: JsonObject): JsonObject {
  const actionId = textOf(placed.element["action_id"]);
  const before = objectOf(values[placed.blockId]);
  if (placed.element["type"] === "button") return values;
  const entry: Json = { type: textOf(placed.element["type"]), ...value };
  return { ...values, [placed.blockId]: { ...before, [actionId]: entry } };
}
