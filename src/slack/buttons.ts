import { z } from "zod";
import type { GroupRef } from "../domain/group.ts";
import type { JobKind } from "../domain/job-kind.ts";
import type { Flows, Person } from "../flows/flows.ts";
import type { Clock, Log } from "../flows/ports.ts";
import type { Answers } from "./answers.ts";
import { markedGroup } from "./blocks/group-mark.ts";
import { type Message, plain } from "./blocks/message.ts";
import { acknowledged, decided } from "./decisions.ts";
import { type Click, createReply, type Manner } from "./reply.ts";
import { failureMessage } from "./report-failure.ts";

type OnClick = (click: Click) => Promise<void>;
type AnswerTo = (who: Person, value: string, click: Click) => Promise<Message>;
type Deps = { readonly answers: Answers; readonly flows: Flows; readonly clock: Clock; readonly log: Log };

const Id = z.string().regex(/^[a-z0-9]{8}$/);
/** What a button or a select sends: nothing else of a payload is read. */
const Payload = z.union([
  z.object({ value: z.string() }).transform(({ value }) => value),
  z.object({ selected_option: z.object({ value: z.string() }) }).transform((one) => one.selected_option.value),
]);

const stale = plain("This button is from another version of the bot: use `/redis` instead.");
/** Slack gives a click up after 3 s. Milliseconds. */
const storeWithinMs = 2000;
const notYetStored = plain(
  ":hourglass_flowing_sand: waiting: your decision is *not stored yet*, the bot's own Redis is slow. The outcome follows here; clicking again does no harm.",
);
const nowhereToShare = plain("There is no channel here to share it in: use `/redis status` in one.");

/** One listener for each kind of click. None throws; each checks the clicker's right through its flow. */
export function createButtons({ answers, flows, clock, log }: Deps) {
  const click = (answerTo: AnswerTo, manner: Manner = "beside") => answering({ log, answerTo, manner });
  const ofGroup =
    (answerTo: (who: Person, group: GroupRef) => Promise<Message>): AnswerTo =>
    async (who, value) => {
      const group = markedGroup(value, flows.watchedGroups());
      return group === undefined ? stale : answerTo(who, group);
    };
  const ofId =
    (answerTo: (who: Person, id: string) => Promise<Message>): AnswerTo =>
    async (who, value) => {
      const id = Id.safeParse(value);
      return id.success ? answerTo(who, id.data) : stale;
    };
  const status = ofGroup((who, group) => answers.toCommand(who, { kind: "status", group }));
  const shared = ofGroup((who, group) => answers.shared(who, group));
  return {
    status: click(status),
    refresh: click(status, "instead"),
    share: click(
      async (who, value, where) => (where.body.view === undefined ? shared(who, value, where) : nowhereToShare),
      "in-channel",
    ),
    request: (kind: JobKind) => click(ofGroup((who, group) => answers.toCommand(who, { kind, group, dryRun: false }))),
    acknowledge: click(ofId((who, id) => acknowledged(flows, who, id))),
    approve: storing({ clock, log, answerTo: ofId((who, id) => decided(flows, who, { id, decision: "approve" })) }),
    reject: storing({ clock, log, answerTo: ofId((who, id) => decided(flows, who, { id, decision: "reject" })) }),
    showJob: click(ofId((who, id) => answers.toCommand(who, { kind: "job", id }))),
    listJobs: click((who) => answers.toCommand(who, { kind: "jobs" })),
    audit: click((who) => answers.toCommand(who, { kind: "audit" })),
    whoami: click((who) => answers.toCommand(who, { kind: "whoami" })),
    help: click((who) => answers.toCommand(who, { kind: "help" })),
  };
}

type Listening = { readonly log: Log; readonly answerTo: AnswerTo };

function answering({ log, answerTo, manner }: Listening & { readonly manner: Manner }): OnClick {
  return async (click) => {
    await click.ack();
    const reply = createReply(click, log);
    const { message, isAnswer } = await answerOf(click, answerTo, log);
    // What went wrong is the clicker's business alone, and takes nothing's place.
    await reply(message, isAnswer ? manner : "beside");
  };
}

/** Stored before the ack: a click that Slack takes for done is not lost. Where that takes too long, it is said. */
function storing({ clock, log, answerTo }: Listening & { readonly clock: Clock }): OnClick {
  return async (click) => {
    const outcome = answerOf(click, answerTo, log);
    const isStored = await isThereWithin(clock, outcome, storeWithinMs);
    await click.ack();
    const reply = createReply(click, log);
    if (!isStored) await reply(notYetStored, "beside");
    await reply((await outcome).message, "beside");
  };
}

async function isThereWithin(clock: Clock, outcome: Promise<unknown>, ms: number): Promise<boolean> {
  const waiting = new AbortController();
  const late = clock.sleep(ms, waiting.signal).then(
    () => false,
    () => true,
  );
  const isThere = await Promise.race([outcome.then(() => true), late]);
  waiting.abort();
  return isThere;
}

async function answerOf(click: Click, answerTo: AnswerTo, log: Log): Promise<{ message: Message; isAnswer: boolean }> {
  const value = Payload.safeParse(click.action);
  if (!value.success) return { message: stale, isAnswer: false };
  try {
    const message = await answerTo(personOf(click), value.data, click);
    return { message, isAnswer: message !== stale };
  } catch (error) {
    return { message: failureMessage(error, log), isAnswer: false };
  }
}

function personOf({ body }: Click): Person {
  const { id, username, name } = body.user;
  return { id, name: username || name || id };
}
