import type { BlockAction, SlackActionMiddlewareArgs } from "@slack/bolt";
import { z } from "zod";
import { type GroupRef, parseGroup } from "../domain/group.ts";
import type { Decision, Flows, Person } from "../flows/flows.ts";
import type { Log } from "../flows/ports.ts";
import type { Answers } from "./answers.ts";
import type { Message } from "./blocks/elements.ts";
import { notAllowedMessage } from "./blocks/refusals.ts";
import { failureMessage, plain } from "./report-failure.ts";

export type Click = SlackActionMiddlewareArgs<BlockAction>;
export type OnClick = (click: Click) => Promise<void>;

type Deps = { readonly answers: Answers; readonly flows: Flows; readonly log: Log };

const Id = z.string().regex(/^[a-z0-9]{8}$/);
/** What a button or a select sends: nothing else of a payload is read. */
const Payload = z.union([
  z.object({ value: z.string() }).transform(({ value }) => value),
  z.object({ selected_option: z.object({ value: z.string() }) }).transform((one) => one.selected_option.value),
]);

/** One listener for each kind of click. None throws; each checks the clicker's right through its flow. */
export function createButtons(deps: Deps) {
  const { answers, flows } = deps;
  const answer = (reply: (who: Person, value: string) => Promise<Message>, replace = false): OnClick =>
    answering(deps, reply, { replace });
  const ofGroup = (reply: (who: Person, group: GroupRef) => Promise<Message>) => (who: Person, value: string) => {
    const group = parseGroup(value);
    return group === undefined ? Promise.resolve(stale) : reply(who, group);
  };
  const status = ofGroup((who, group) => answers.toCommand(who, { kind: "status", group }));
  return {
    status: answer(status),
    refresh: answer(status, true),
    share: sharing(deps),
    recover: answer(ofGroup((who, group) => answers.toCommand(who, { kind: "recover", group, dryRun: false }))),
    acknowledge: answer((who, value) => acknowledged(flows, who, value)),
    approve: deciding(deps, "approve"),
    reject: deciding(deps, "reject"),
    listJobs: answer((who) => answers.toCommand(who, { kind: "jobs" })),
    audit: answer((who) => answers.toCommand(who, { kind: "audit" })),
    whoami: answer((who) => answers.toCommand(who, { kind: "whoami" })),
    help: answer((who) => answers.toCommand(who, { kind: "help" })),
  };
}

const stale = plain("This button is from another version of the bot: use `/redis` instead.");

function answering(
  { log }: Deps,
  reply: (who: Person, value: string) => Promise<Message>,
  { replace }: { readonly replace: boolean },
): OnClick {
  return async (click) => {
    await click.ack();
    const message = await replyTo(click, reply, log);
    await tell(click, { ...message, response_type: "ephemeral", replace_original: replace }, log);
  };
}

function replyTo(click: Click, reply: (who: Person, value: string) => Promise<Message>, log: Log): Promise<Message> {
  const value = Payload.safeParse(click.action);
  if (!value.success) return Promise.resolve(stale);
  return reply(personOf(click), value.data).catch((error: unknown) => failureMessage(error, log));
}

function sharing({ answers, log }: Deps): OnClick {
  return async (click) => {
    await click.ack();
    const message = await replyTo(click, (who, value) => sharedStatus(answers, who, value), log);
    await tell(click, { ...message, response_type: "in_channel", replace_original: false }, log);
  };
}

async function sharedStatus(answers: Answers, who: Person, value: string): Promise<Message> {
  const group = parseGroup(value);
  return group === undefined ? stale : answers.shared(who, group);
}

/** Stored before the ack: a click that Slack takes for done is not lost. */
function deciding({ flows, log }: Deps, decision: Decision): OnClick {
  return async (click) => {
    const message = await replyTo(click, (who, value) => decided(flows, who, value, decision), log);
    await click.ack();
    await tell(click, { ...message, response_type: "ephemeral", replace_original: false }, log);
  };
}

async function decided(flows: Flows, who: Person, value: string, decision: Decision): Promise<Message> {
  const id = Id.safeParse(value);
  if (!id.success) return stale;
  const answer = await flows.decideJob(who, id.data, decision);
  switch (answer.kind) {
    case "decided":
      return plain(
        decision === "approve" ? `Job \`${id.data}\` is approved and starts now.` : `Job \`${id.data}\` is rejected.`,
      );
    case "already":
      return plain(`Job \`${id.data}\` is ${answer.job.state} already: your click changed nothing.`);
    case "unknown-job":
      return plain(`There is no job \`${id.data}\` any more.`);
    case "not-allowed":
      return notAllowedMessage(answer);
  }
}

async function acknowledged(flows: Flows, who: Person, value: string): Promise<Message> {
  const id = Id.safeParse(value);
  if (!id.success) return stale;
  const answer = await flows.acknowledge(who, id.data);
  switch (answer.kind) {
    case "acknowledged":
      return plain("Acknowledged: the message now says that you look after it.");
    case "already":
      return plain(`@${answer.by} has acknowledged it already.`);
    case "unknown-incident":
      return plain("This incident has ended.");
    case "not-allowed":
      return notAllowedMessage(answer);
  }
}

function personOf({ body }: Click): Person {
  const { id, username, name } = body.user;
  return { id, name: username || name || id };
}

async function tell(click: Click, message: Parameters<Click["respond"]>[0], log: Log): Promise<void> {
  try {
    await click.respond(message);
  } catch (error) {
    log.warn({ err: error, user: click.body.user.id }, "answer not delivered");
  }
}
