import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { MessageRef } from "../../src/domain/job.ts";
import type { Conversation } from "../../src/flows/ports.ts";
import { incident, job } from "../slack/job-literals.ts";
import { healthy, lost } from "../slack/literals.ts";

export type ConversationUnderTest = {
  readonly conversation: Conversation;
  /** The text of a message as it is now: a thread's parent, or a job's. */
  readonly textOf: (message: MessageRef) => string | undefined;
  /** A thread's lines, without its jobs. */
  readonly linesOf: (thread: MessageRef) => readonly string[];
  /** The threads' parents and the jobs that stand in the channel itself. */
  readonly inChannel: () => number;
  readonly setReachable: (isReachable: boolean) => void;
  readonly stop: () => Promise<void>;
};

/** What every `Conversation` must do. */
export function describeConversation(name: string, start: () => Promise<ConversationUnderTest>): void {
  describe(`conversation: ${name}`, () => {
    let under: ConversationUnderTest;
    const trouble = { incident: incident({ diagnosis: lost }), jobs: [] };
    const better = { incident: incident({ diagnosis: healthy, state: "verifying" }), jobs: [] };
    beforeEach(async () => {
      under = await start();
    });
    afterEach(() => under.stop());

    test("a thread is opened and edited in place", async () => {
      const { conversation, textOf, inChannel } = under;
      const thread = await conversation.openThread(trouble);
      expect(textOf(thread)).toContain("strathberry-staging/mymaster: down.");
      await conversation.editThread(thread, better);
      expect(textOf(thread)).toContain("healthy, verifying");
      expect(inChannel()).toBe(1);
    });

    test("lines are added to the thread in their order, and nothing where there are none", async () => {
      const { conversation, linesOf } = under;
      const thread = await conversation.openThread(trouble);
      await conversation.reply(thread, []);
      await conversation.reply(thread, ["one", "two"]);
      await conversation.reply(thread, ["three"]);
      expect(linesOf(thread)).toEqual(["one", "two", "three"]);
    });

    test("a job is posted into the thread, or into the channel, and edited in place", async () => {
      const { conversation, textOf, inChannel } = under;
      const thread = await conversation.openThread(trouble);
      const inThread = await conversation.postJob(job(), thread);
      expect(inChannel()).toBe(1);
      const alone = await conversation.postJob(job({ id: "alone001" }));
      expect(inChannel()).toBe(2);
      await conversation.editJob(inThread, job({ state: "done", result: "verified" }));
      expect(textOf(inThread)).toBe("Job k2m4n5p6, recover strathberry-staging/mymaster: done. verified");
      expect(textOf(alone)).toContain("awaiting-approval");
    });

    test("while Slack is away each call is a slack-unreachable fault", async () => {
      const { conversation, setReachable } = under;
      const thread = await conversation.openThread(trouble);
      setReachable(false);
      const unreachable = { name: "Fault", code: "slack-unreachable" };
      await expect(conversation.openThread(trouble)).rejects.toMatchObject(unreachable);
      await expect(conversation.editThread(thread, better)).rejects.toMatchObject(unreachable);
      await expect(conversation.reply(thread, ["x"])).rejects.toMatchObject(unreachable);
      setReachable(true);
      await conversation.reply(thread, ["back"]);
    });

    test("an edit of a message that is not there is refused", async () => {
      const nowhere = { channel: "C1", ts: "1.000001" };
      const refused = { name: "Fault", code: "slack-refused" };
      await expect(under.conversation.editJob(nowhere, job())).rejects.toMatchObject(refused);
    });
  });
}
