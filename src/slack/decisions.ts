import { actorText } from "../domain/actor.ts";
import type { Job } from "../domain/job.ts";
import type { Decision, Flows, Person } from "../flows/flows.ts";
import { type Message, plain } from "./blocks/message.ts";
import { notAllowedMessage } from "./blocks/refusals.ts";
import { jobWords } from "./blocks/states.ts";
import { escaped } from "./blocks/text.ts";

/** What a click on *Approve* or *Reject* came to. Throws the flow's faults. */
export async function decided(
  flows: Flows,
  who: Person,
  { id, decision }: { readonly id: string; readonly decision: Decision },
): Promise<Message> {
  const answer = await flows.decideJob(who, id, decision);
  switch (answer.kind) {
    case "decided":
      return plain(
        decision === "approve"
          ? `:white_check_mark: Job \`${id}\` is approved and starts now.`
          : `:no_entry_sign: Job \`${id}\` is rejected; nothing was touched.`,
      );
    case "already":
      return plain(alreadyText(answer.job));
    case "unknown-job":
      return plain(`There is no job \`${id}\` any more.`);
    case "not-allowed":
      return notAllowedMessage(answer);
  }
}

function alreadyText({ id, state, decidedBy }: Job): string {
  const by = decidedBy === undefined ? "" : ` (decided by ${escaped(actorText(decidedBy))})`;
  return `Your click changed nothing: job \`${id}\` is ${jobWords[state]} already${by}.`;
}

/** What a click on *Acknowledge* came to. Throws the flow's faults. */
export async function acknowledged(flows: Flows, who: Person, id: string): Promise<Message> {
  const answer = await flows.acknowledge(who, id);
  switch (answer.kind) {
    case "acknowledged":
      return plain("Acknowledged: the message now says that you look after it.");
    case "already":
      return plain(`@${escaped(answer.by)} has acknowledged it already.`);
    case "unknown-incident":
      return plain("This incident is not open any more.");
    case "not-allowed":
      return notAllowedMessage(answer);
  }
}
