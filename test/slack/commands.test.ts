import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Fault } from "../../src/domain/fault.ts";
import type { Flows } from "../../src/flows/flows.ts";
import { type Mode, startBot } from "./bot-under-test.ts";
import { commandCases, refusal, viewer } from "./command-cases.ts";
import { job } from "./job-literals.ts";
import { readable } from "./readable.ts";

describe.each<Mode>(["socket", "http"])("/redis over %s", (mode) => {
  let bot: Awaited<ReturnType<typeof startBot>>;
  beforeAll(async () => {
    bot = await startBot(mode);
  });
  afterAll(() => bot.stop());
  beforeEach(() => bot.slack.reset());

  async function answer(command: string, flows: Partial<Flows>, user = "olga"): Promise<string> {
    bot.setFlows(flows);
    return readable(await bot.ask(user, command));
  }

  const told = commandCases.map(([command, flows, ...parts]) => ({ command, flows, parts }));
  test.each(told)("$command is answered to the asker alone (%#)", async ({ command, flows, parts }) => {
    const text = await answer(command, flows);
    for (const part of parts) expect(text).toContain(part);
    expect(bot.seenBy("vera")).toEqual([]);
  });

  test("help and the menu of a viewer show nothing that a viewer may not do", async () => {
    expect(await answer("/redis help", { whoAmI: async () => viewer }, "vera")).not.toContain("recover");
    expect(await answer("/redis", { whoAmI: async () => viewer }, "vera")).not.toContain("Recover");
    expect(await answer("/redis help recover", { whoAmI: async () => viewer }, "vera")).toContain("not yours");
  });

  test.each<[string, Partial<Flows>]>([
    ["/redis status", { showStatus: async () => refusal }],
    ["/redis recover", { requestJob: async () => refusal }],
    ["/redis jobs", { listJobs: async () => refusal }],
    ["/redis job k2m4n5p6", { showJob: async () => refusal }],
    ["/redis audit", { showAudit: async () => refusal }],
    ["/redis audit verify", { verifyAudit: async () => refusal }],
  ])("%s of somebody without the right is refused with the reason", async (command, flows) => {
    expect(await answer(command, flows, "vera")).toContain("not allowed: This takes an operator; you are a viewer.");
  });

  test("a fault is told in its own words, without its cause", async () => {
    const fault = new Fault("kubernetes-unreachable", "The API server does not answer <at all>.", {
      cause: "10.9.9.9",
    });
    const text = await answer("/redis status", { showStatus: () => Promise.reject(fault) });
    expect(text).toBe(":warning: warning: The API server does not answer <at all>.");
  });

  test("a bug is told by a reference alone, under which the log has the rest", async () => {
    const bug = new TypeError("secret detail");
    const text = await answer("/redis status", { showStatus: () => Promise.reject(bug) });
    const [, reference] = /^:x: Internal error, reference ([0-9a-f]{4})\./.exec(text) ?? [];
    expect(text).not.toContain("secret detail");
    expect(bot.log.lines).toContainEqual(
      expect.objectContaining({ level: "error", fields: expect.objectContaining({ err: bug, reference }) }),
    );
  });

  test("a job that was posted is linked from the answer", async () => {
    const message = await bot.post({ text: "Job", blocks: [] });
    const requested = job({ message: { channel: "C1", ts: message.ts } });
    const text = await answer("/redis recover", {
      requestJob: async () => ({ kind: "requested", job: requested, again: false }),
    });
    expect(text).toMatch(/Read the plan in <#C1> \(<https:\/\/\S+\/archives\/C1\/p\d+\|open it>\)\./);
  });
});
