import { Fault } from "../../src/domain/fault.ts";
import type { Job, MessageRef } from "../../src/domain/job.ts";
import type { Conversation, IncidentView } from "../../src/flows/ports.ts";

export type FakeThread = {
  readonly message: MessageRef;
  /** Every state that the parent showed, the oldest first. */
  readonly parents: readonly IncidentView[];
  readonly lines: readonly string[];
};
export type FakeJobMessage = {
  readonly message: MessageRef;
  readonly thread?: MessageRef;
  readonly states: readonly Job[];
};

export type FakeConversation = Conversation & {
  readonly threads: readonly FakeThread[];
  readonly jobs: readonly FakeJobMessage[];
  /** From now on every call is a `slack-unreachable` fault, until told otherwise. */
  readonly setReachable: (reachable: boolean) => void;
};

/** Slack in memory, without its pace: what was posted and every edit of it. */
export function createFakeConversation(channel = "C0ALERTS"): FakeConversation {
  const threads: { message: MessageRef; parents: IncidentView[]; lines: string[] }[] = [];
  const jobs: { message: MessageRef; thread?: MessageRef; states: Job[] }[] = [];
  let reachable = true;
  let posted = 0;
  async function whenReachable(): Promise<void> {
    if (!reachable) throw new Fault("slack-unreachable", "Slack does not answer.");
  }
  function nextMessage(): MessageRef {
    posted += 1;
    return { channel, ts: `1700000000.${String(posted).padStart(6, "0")}` };
  }
  const at = <T extends { readonly message: MessageRef }>(list: readonly T[], { ts }: MessageRef): T => {
    const found = list.find(({ message }) => message.ts === ts);
    if (found === undefined) throw new Fault("slack-refused", "message_not_found");
    return found;
  };
  return {
    threads,
    jobs,
    setReachable: (now) => {
      reachable = now;
    },
    openThread: async (view) => {
      await whenReachable();
      const message = nextMessage();
      threads.push({ message, parents: [view], lines: [] });
      return message;
    },
    editThread: async (thread, view) => {
      await whenReachable();
      at(threads, thread).parents.push(view);
    },
    reply: async (thread, lines) => {
      await whenReachable();
      at(threads, thread).lines.push(...lines);
    },
    postJob: async (job, thread) => {
      await whenReachable();
      const message = nextMessage();
      jobs.push({ message, ...(thread !== undefined && { thread }), states: [job] });
      return message;
    },
    editJob: async (message, job) => {
      await whenReachable();
      at(jobs, message).states.push(job);
    },
  };
}
