import type { AllMiddlewareArgs, SlackEventMiddlewareArgs } from "@slack/bolt";
import type { KnownBlock } from "@slack/types";
import type { Command } from "../domain/command.ts";
import type { Log } from "../flows/ports.ts";
import type { Answers } from "./answers.ts";
import { context } from "./blocks/elements.ts";
import { failureMessage } from "./report-failure.ts";

type Opened = SlackEventMiddlewareArgs<"app_home_opened"> & AllMiddlewareArgs;
type Deps = { readonly answers: Answers; readonly log: Log };

const mostBlocks = 100;
const parts: readonly Command[] = [{ kind: "status" }, { kind: "menu" }, { kind: "jobs" }, { kind: "whoami" }];

/** App Home: how the groups are, what I may do, the newest jobs. Never throws. */
export function createOnHome({ answers, log }: Deps) {
  return async function onHome({ event, client }: Opened): Promise<void> {
    if (event.tab !== "home") return;
    const blocks = await homeBlocks({ answers, log }, event.user);
    try {
      await client.views.publish({ user_id: event.user, view: { type: "home", blocks } });
    } catch (error) {
      log.warn({ err: error, user: event.user }, "home not published");
    }
  };
}

/** Each part by itself: one that fails says so, and leaves the others. */
async function homeBlocks({ answers, log }: Deps, user: string): Promise<KnownBlock[]> {
  const who = { id: user, name: user };
  const messages = await Promise.all(
    parts.map((part) => answers.toCommand(who, part).catch((error: unknown) => failureMessage(error, log))),
  );
  const divided = messages.flatMap(({ blocks }, i): KnownBlock[] =>
    i === 0 ? blocks.filter(isForHome) : [{ type: "divider" }, ...blocks],
  );
  const end = context("Open this tab again for a new reading.");
  if (divided.length < mostBlocks) return [...divided, end];
  return [...divided.slice(0, mostBlocks - 2), context("… there is more than this page holds: use `/redis`."), end];
}

/** "Share" and "Refresh" belong to a message. */
function isForHome({ type }: KnownBlock): boolean {
  return type !== "actions";
}
