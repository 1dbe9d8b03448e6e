import { incidentMessage } from "../../src/slack/blocks/incident.ts";
import { jobMessage } from "../../src/slack/blocks/job.ts";
import { createFakeConversation } from "../fakes/conversation.ts";
import { startConversation } from "../slack/conversation-under-test.ts";
import { describeConversation } from "./conversation.ts";

describeConversation("in memory", async () => {
  const conversation = createFakeConversation("C1");
  const { threads, jobs, setReachable } = conversation;
  const threadAt = (ts: string) => threads.find(({ message }) => message.ts === ts);
  return {
    conversation,
    textOf: ({ ts }) => {
      const view = threadAt(ts)?.parents.at(-1);
      if (view !== undefined) return incidentMessage(view).text;
      const now = jobs.find(({ message }) => message.ts === ts)?.states.at(-1);
      return now === undefined ? undefined : jobMessage(now).text;
    },
    linesOf: ({ ts }) => threadAt(ts)?.lines ?? [],
    inChannel: () => threads.length + jobs.filter(({ thread }) => thread === undefined).length,
    setReachable,
    stop: async () => {},
  };
});

describeConversation("over the Web API", async () => {
  const { slack, conversation, stop } = await startConversation();
  const messages = () => slack.as("olga").messages("C1");
  return {
    conversation,
    textOf: ({ ts }) => messages().find((one) => one.ts === ts)?.text,
    linesOf: ({ ts }) =>
      messages()
        .filter(({ threadTs, text }) => threadTs === ts && !text.startsWith("Job"))
        .flatMap(({ text }) => text.split("\n")),
    inChannel: () => messages().filter(({ threadTs }) => threadTs === undefined).length,
    setReachable: (isReachable) => (isReachable ? slack.faults.accept() : slack.faults.refuse()),
    stop,
  };
});
