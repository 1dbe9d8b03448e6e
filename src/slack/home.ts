import type { AllMiddlewareArgs, SlackEventMiddlewareArgs } from "@slack/bolt";
import type { KnownBlock } from "@slack/types";
import type { Flows, Person } from "../flows/flows.ts";
import type { Log } from "../flows/ports.ts";
import type { Answers } from "./answers.ts";
import { context } from "./blocks/elements.ts";
import { failureMessage } from "./report-failure.ts";

type Opened = SlackEventMiddlewareArgs<"app_home_opened"> & AllMiddlewareArgs;

/** App Home: how the groups are, what I may do, the newest jobs. Never throws. */
export function createOnHome({
  answers,
  log,
}: {
  readonly answers: Answers;
  readonly flows: Flows;
  readonly log: Log;
}) {
  return async function onHome({ event, client }: Opened): Promise<void> {
    if (event.tab !== "home") return;
    const who = { id: event.user, name: event.user };
    const blocks = await homeBlocks(answers, who).catch((error: unknown) => failureMessage(error, log).blocks);
    try {
      await client.views.publish({ user_id: event.user, view: { type: "home", blocks: blocks.slice(0, 100) } });
    } catch (error) {
      log.warn({ err: error, user: event.user }, "home not published");
    }
  };
}

async function homeBlocks(answers: Answers, who: Person): Promise<KnownBlock[]> {
  const parts = await Promise.all([
    answers.toCommand(who, { kind: "status" }),
    answers.toCommand(who, { kind: "menu" }),
    answers.toCommand(who, { kind: "jobs" }),
    answers.toCommand(who, { kind: "whoami" }),
  ]);
  const [status, ...rest] = parts.map(({ blocks }) => blocks);
  // "Share" and "Refresh" belong to a message.
  const shown = status?.filter(({ type }) => type !== "actions") ?? [];
  return [
    ...shown,
    ...rest.flatMap((blocks): KnownBlock[] => [{ type: "divider" }, ...blocks]),
    context("Open this tab again for a new reading."),
  ];
}
