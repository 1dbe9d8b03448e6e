import type { Command } from "../domain/command.ts";
import type { GroupRef } from "../domain/group.ts";
import type { Job, MessageRef } from "../domain/job.ts";
import { parseCommand } from "../domain/parse-command.ts";
import type { Flows, JobRequest, Person } from "../flows/flows.ts";
import type { Clock } from "../flows/ports.ts";
import { dryRunMessage, jobMessage } from "./blocks/job.ts";
import { auditMessage, helpMessage, jobsMessage, menuMessage, whoAmIMessage } from "./blocks/lists.ts";
import { type Message, plain } from "./blocks/message.ts";
import { mistakeMessage, noPlanMessage, notAllowedMessage, whichGroupMessage } from "./blocks/refusals.ts";
import { fleetMessage, statusMessage } from "./blocks/status.ts";

/** What the bot answers, as a message for the asker alone. All throw the flows' faults. */
export type Answers = {
  readonly toText: (who: Person, text: string) => Promise<Message>;
  readonly toCommand: (who: Person, command: Command) => Promise<Message>;
  /** The status for everybody in the channel. */
  readonly shared: (who: Person, group: GroupRef) => Promise<Message>;
};

type Deps = {
  readonly flows: Flows;
  readonly clock: Clock;
  /** A message's address; undefined where Slack gives none. Never throws. */
  readonly linkTo: (message: MessageRef) => Promise<string | undefined>;
};

export function createAnswers({ flows, clock, linkTo }: Deps): Answers {
  async function toCommand(who: Person, command: Command): Promise<Message> {
    switch (command.kind) {
      case "menu":
        return menuMessage(flows.watchedGroups(), (await flows.whoAmI(who)).verbs);
      case "status":
        return statusAnswer(flows, who, command.group);
      case "recover":
      case "failover":
      case "deploy":
        return requestAnswer({ flows, linkTo }, who, command);
      case "jobs":
        return jobsAnswer(flows, who, command.group);
      case "job":
        return jobAnswer(flows, who, command.id);
      case "audit":
        return auditAnswer(flows, who, command);
      case "audit-verify":
        return verifyAnswer(flows, who);
      case "whoami":
        return whoAmIMessage(await flows.whoAmI(who));
      case "help":
        return helpMessage((await flows.whoAmI(who)).verbs, command.verb);
    }
  }
  return {
    toCommand,
    toText: async (who, text) => {
      const command = parseCommand(text, { nowMs: clock.now(), watched: flows.watchedGroups() });
      return command.kind === "mistake" ? mistakeMessage(command) : toCommand(who, command);
    },
    shared: (who, group) => statusAnswer(flows, who, group, { by: who.id }),
  };
}

async function statusAnswer(
  flows: Flows,
  who: Person,
  group: GroupRef | undefined,
  shared?: { readonly by: string },
): Promise<Message> {
  const answer = await flows.showStatus(who, group);
  switch (answer.kind) {
    case "group":
      return statusMessage(answer, shared);
    case "fleet":
      return fleetMessage(answer);
    case "which-group":
      return whichGroupMessage(answer, "status");
    case "not-allowed":
      return notAllowedMessage(answer);
  }
}

async function requestAnswer(
  { flows, linkTo }: Pick<Deps, "flows" | "linkTo">,
  who: Person,
  request: JobRequest,
): Promise<Message> {
  const answer = await flows.requestJob(who, request);
  switch (answer.kind) {
    case "healthy":
    case "refused":
      return noPlanMessage(answer);
    case "dry-run":
      return dryRunMessage(answer);
    case "requested":
      return requestedMessage(answer, answer.job.message === undefined ? undefined : await linkTo(answer.job.message));
    case "which-group":
      return whichGroupMessage(answer, request.kind);
    case "not-allowed":
      return notAllowedMessage(answer);
  }
}

function requestedMessage(
  { job, again }: { readonly job: Job; readonly again: boolean },
  link: string | undefined,
): Message {
  const state = again ? "waits with this very plan already" : "is stored and waits for approval";
  const there = link === undefined ? "" : ` (<${link}|open it>)`;
  const where =
    job.message === undefined
      ? `Its message is not posted yet: \`/redis job ${job.id}\` shows the plan.`
      : `Read the plan in <#${job.message.channel}>${there}.`;
  return plain(`Job \`${job.id}\` ${state}. ${where} Nothing is touched before somebody approves it.`);
}

async function jobsAnswer(flows: Flows, who: Person, group: GroupRef | undefined): Promise<Message> {
  const answer = await flows.listJobs(who, group);
  return answer.kind === "jobs" ? jobsMessage(answer.jobs, group) : notAllowedMessage(answer);
}

async function jobAnswer(flows: Flows, who: Person, id: string): Promise<Message> {
  const answer = await flows.showJob(who, id);
  if (answer.kind === "job") return jobMessage(answer.job);
  if (answer.kind === "not-allowed") return notAllowedMessage(answer);
  const meant = answer.nearest === undefined ? {} : { nearest: `/redis job ${answer.nearest}` };
  return mistakeMessage({ kind: "mistake", problem: `There is no job ${id}.`, ...meant, usage: "/redis jobs" });
}

async function auditAnswer(flows: Flows, who: Person, filter: Command & { readonly kind: "audit" }): Promise<Message> {
  const answer = await flows.showAudit(who, filter);
  return answer.kind === "audit" ? auditMessage(answer.entries) : notAllowedMessage(answer);
}

async function verifyAnswer(flows: Flows, who: Person): Promise<Message> {
  const answer = await flows.verifyAudit(who);
  if (answer.kind === "not-allowed") return notAllowedMessage(answer);
  return answer.kind === "intact"
    ? plain(`:white_check_mark: intact: all ${answer.entries} entries of the audit log are as they were written.`)
    : plain(`:x: broken at entry ${answer.seq}: ${answer.reason}. Somebody has changed the bot's Redis.`);
}
