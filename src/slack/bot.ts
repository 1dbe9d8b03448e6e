import type { App } from "@slack/bolt";
import type { MessageRef } from "../domain/job.ts";
import { JobKind } from "../domain/job-kind.ts";
import type { Flows } from "../flows/flows.ts";
import type { Clock, Log } from "../flows/ports.ts";
import { createAnswers } from "./answers.ts";
import { actionIds, requestActions } from "./blocks/action-ids.ts";
import { createButtons } from "./buttons.ts";
import { createOnCommand } from "./commands.ts";
import { createOnHome } from "./home.ts";

/** Everything that Slack can say to the bot. */
export function registerBot(app: App, deps: { readonly flows: Flows; readonly clock: Clock; readonly log: Log }): void {
  const { flows, clock, log } = deps;
  const answers = createAnswers({ ...deps, linkTo: (message) => permalink(app, message) });
  const click = createButtons({ answers, flows, clock, log });
  const button = { type: "block_actions" } as const;

  app.command("/redis", createOnCommand({ answers, log }));

  app.action({ ...button, action_id: actionIds.status }, click.status);
  app.action({ ...button, action_id: actionIds.pickStatus }, click.status);
  app.action({ ...button, action_id: actionIds.refresh }, click.refresh);
  app.action({ ...button, action_id: actionIds.share }, click.share);
  for (const kind of JobKind.options) {
    app.action({ ...button, action_id: requestActions[kind].ask }, click.request(kind));
    app.action({ ...button, action_id: requestActions[kind].pick }, click.request(kind));
  }
  app.action({ ...button, action_id: actionIds.approve }, click.approve);
  app.action({ ...button, action_id: actionIds.reject }, click.reject);
  app.action({ ...button, action_id: actionIds.acknowledge }, click.acknowledge);
  app.action({ ...button, action_id: actionIds.showJob }, click.showJob);
  app.action({ ...button, action_id: actionIds.listJobs }, click.listJobs);
  app.action({ ...button, action_id: actionIds.audit }, click.audit);
  app.action({ ...button, action_id: actionIds.whoami }, click.whoami);
  app.action({ ...button, action_id: actionIds.help }, click.help);

  app.event("app_home_opened", createOnHome({ answers, log }));
}

async function permalink({ client }: App, { channel, ts }: MessageRef): Promise<string | undefined> {
  try {
    return (await client.chat.getPermalink({ channel, message_ts: ts })).permalink;
  } catch {
    return undefined;
  }
}
