import type { WebClient } from "@slack/web-api";
import { Fault } from "../domain/fault.ts";
import type { MessageRef } from "../domain/job.ts";
import type { Clock, Conversation, Log } from "../flows/ports.ts";
import { incidentMessage } from "./blocks/incident.ts";
import { jobMessage } from "./blocks/job.ts";
import { type Message, plain } from "./blocks/message.ts";
import { escaped, pages } from "./blocks/text.ts";
import { createPace, type Pace } from "./pace.ts";
import { retryAfterMs, slackFault } from "./slack-fault.ts";

type Deps = {
  readonly client: WebClient;
  /** The id of the channel where the bot speaks on its own account. */
  readonly channel: () => string;
  readonly clock: Clock;
  readonly log: Log;
  /** Between two messages, and between two edits, of one channel. Milliseconds. */
  readonly gapMs?: number;
};

type Place = { readonly thread?: MessageRef; readonly how?: "send" | "sendFirst" };

const longestReply = 2800;
/** Pauses before a call that failed is tried again. Milliseconds. */
const retryPausesMs = [500, 1500, 4000];
const mostRateLimits = 10;

/** Slack behind the `Conversation` port. Faults: `slack-unreachable` after a few tries, `slack-refused` at once. */
export function createConversation(deps: Deps): Conversation {
  const { clock, gapMs = 1000 } = deps;
  const lanes = new Map<string, Pace>();

  function lane(kind: "post" | "edit", channel: string): Pace {
    const key = `${kind} ${channel}`;
    const known = lanes.get(key) ?? createPace({ clock, gapMs });
    lanes.set(key, known);
    return known;
  }
  async function post(message: Message, { thread, how = "send" }: Place = {}): Promise<MessageRef> {
    const channel = thread?.channel ?? deps.channel();
    const inThread = thread === undefined ? {} : { thread_ts: thread.ts };
    const answer = await lane("post", channel)[how](() =>
      insist(deps, "a message", () =>
        deps.client.chat.postMessage({ channel, ...message, ...inThread, unfurl_links: false, unfurl_media: false }),
      ),
    );
    return { channel: answer.channel ?? channel, ts: answer.ts ?? "" };
  }
  function edit({ channel, ts }: MessageRef, message: Message): Promise<void> {
    return lane("edit", channel).sendNewest(ts, async () => {
      await insist(deps, "an edit", () => deps.client.chat.update({ channel, ts, ...message }));
    });
  }
  return {
    // An alert does not wait for another incident's history.
    openThread: (view) => post(incidentMessage(view), { how: "sendFirst" }),
    editThread: (thread, view) => edit(thread, incidentMessage(view)),
    reply: async (thread, lines) => {
      for (const text of pages(lines.flatMap(inPieces), longestReply)) await post(plain(text), { thread });
    },
    postJob: (job, thread) => post(jobMessage(job), thread === undefined ? {} : { thread }),
    editJob: (message, job) => edit(message, jobMessage(job)),
  };
}

/** Tries again through rate limits and outages, so that what was to be said is not lost. */
async function insist<T>({ clock, log }: Deps, what: string, call: () => Promise<T>): Promise<T> {
  const pauses = [...retryPausesMs];
  let limits = 0;
  for (;;) {
    try {
      return await call();
    } catch (error) {
      const waitMs = retryAfterMs(error);
      const fault = slackFault(error, what);
      const isOver = waitMs === undefined ? pauses.length === 0 : limits >= mostRateLimits;
      if (!(fault instanceof Fault) || fault.code !== "slack-unreachable" || isOver) throw fault;
      limits += waitMs === undefined ? 0 : 1;
      log.debug({ err: error, waitMs }, "slack call tried again");
      await clock.sleep(waitMs ?? pauses.shift() ?? 0);
    }
  }
}

/** A line as it came, in as many pieces as it takes. */
function inPieces(line: string): readonly string[] {
  const whole = escaped(line);
  if (whole.length <= longestReply) return whole.trim() === "" ? [] : [whole];
  const characters = [...line];
  const half = Math.ceil(characters.length / 2);
  return [characters.slice(0, half), characters.slice(half)].flatMap((piece) => inPieces(piece.join("")));
}
