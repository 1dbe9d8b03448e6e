import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Fault } from "../../src/domain/fault.ts";
import type { Flows } from "../../src/flows/flows.ts";
import { type Mode, startBot } from "./bot-under-test.ts";
import { auditEntry, group, healthy, job, lost, plan, topologyOf } from "./literals.ts";
import { readable } from "./readable.ts";

const status = { kind: "group", topology: topologyOf(), diagnosis: healthy, degraded: [] } as const;
const operator = {
  role: "operator",
  because: "operators list U1",
  verbs: ["menu", "status", "recover", "jobs", "job", "audit", "whoami", "help"],
  protectedNamespaces: ["*-production"],
} as const;
const viewer = {
  ...operator,
  role: "viewer",
  because: "viewers list everybody",
  verbs: ["status", "whoami", "help"],
} as const;
const refusal = { kind: "not-allowed", reason: "This takes an operator; you are a viewer." } as const;

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

  const cases: readonly (readonly [command: string, flows: Partial<Flows>, ...parts: readonly string[]])[] = [
    ["/redis", {}, "[Status of… v strathberry-staging/mymaster]", "[Recover… v", "[Jobs] [Audit] [Who am I] [Help]"],
    [
      "/redis status",
      { showStatus: async () => status },
      "healthy",
      "*redis-0* is master.",
      "[Refresh] [Share in channel]",
    ],
    [
      "/redis status",
      {
        showStatus: async () => ({
          kind: "fleet",
          groups: [
            { kind: "read", group, diagnosis: lost },
            { kind: "unread", group: { namespace: "b" }, reason: "the API server does not answer" },
          ],
          degraded: [{ part: "store", text: "The bot's Redis does not answer: jobs cannot be asked for." }],
        }),
      },
      "2 Redis HA groups",
      ":red_circle: down: *strathberry-staging/mymaster*, no agreed master, F2",
      ":grey_question: unknown: *b*: the API server does not answer",
      "*The bot is degraded (store).*",
    ],
    [
      "/redis status stratberry",
      {
        showStatus: async () => ({
          kind: "which-group",
          problem: "No group stratberry is watched.",
          nearest: group,
          groups: [group],
        }),
      },
      "No group stratberry is watched. Did you mean `strathberry-staging/mymaster`?",
      "[Pick a group v strathberry-staging/mymaster]",
    ],
    [
      "/redis recover",
      { requestRecovery: async () => ({ kind: "healthy", topology: topologyOf(), diagnosis: healthy }) },
      "has nothing to recover",
    ],
    [
      "/redis recover strathberry-staging",
      {
        requestRecovery: async () => ({
          kind: "refused",
          group,
          reason: "Two masters hold data.",
          advice: "Choose one.",
          diagnosis: lost,
        }),
      },
      "No plan for strathberry-staging/mymaster: Two masters hold data.",
      "Choose one.",
    ],
    [
      "/redis recover —dry-run",
      {
        requestRecovery: async (_, { dryRun }) =>
          dryRun ? { kind: "dry-run", plan: plan(), needsSecondPerson: true } : refusal,
      },
      "a plan, nothing stored",
      "another person would have to approve it",
      "[Ask for this]",
    ],
    [
      "/redis recover",
      { requestRecovery: async () => ({ kind: "requested", job: job(), again: true }) },
      "Job `k2m4n5p6` waits with this very plan already. Its message is not posted yet: `/redis job k2m4n5p6`",
    ],
    [
      "/redis jobs",
      { listJobs: async () => ({ kind: "jobs", jobs: [job()] }) },
      "`k2m4n5p6` :raised_hand: waits for approval",
    ],
    ["/redis jobs", { listJobs: async () => ({ kind: "jobs", jobs: [] }) }, "No jobs yet."],
    [
      "/redis job K2M4N5P6",
      { showJob: async (_, id) => ({ kind: "job", job: job({ id }) }) },
      "job `k2m4n5p6`, asked by <@U1>",
    ],
    [
      "/redis job k2m4n5p7",
      { showJob: async () => ({ kind: "unknown-job", nearest: "k2m4n5p6" }) },
      "There is no job k2m4n5p7. Did you mean `/redis job k2m4n5p6`?",
      "Usage: `/redis jobs`",
    ],
    [
      "/redis audit strathberry-staging --by <@U1|olga>",
      { showAudit: async (_, { by }) => ({ kind: "audit", entries: by === "U1" ? [auditEntry(7)] : [] }) },
      "7 2026-11-23 03:02:11 UTC <@U1> *redis-command* REPLICAOF NO ONE -> OK (strathberry-staging, job k2m4n5p6)",
    ],
    ["/redis audit verify", { verifyAudit: async () => ({ kind: "intact", entries: 9 }) }, "intact: all 9 entries"],
    [
      "/redis audit verify",
      { verifyAudit: async () => ({ kind: "broken", seq: 4, reason: "hash differs" }) },
      "broken at entry 4: hash differs",
    ],
    ["/redis whoami", { whoAmI: async () => operator }, "You are operator: operators list U1.", "`*-production`"],
    [
      "/redis help",
      { whoAmI: async () => operator },
      "`/redis recover [group] [--dry-run]` a plan that repairs a group",
    ],
    ["/redis help recover", { whoAmI: async () => operator }, "Nothing is touched before somebody approves it"],
    ["/redis statsu", {}, '"statsu" is no command of this bot. Did you mean `/redis status`?', "Usage: `/redis help`"],
    ["/redis recover --dyr-run", {}, "Did you mean `--dry-run`?", "Usage: `/redis recover [group] [--dry-run]`"],
    ["/redis status Strathberry-staging", {}, "Did you mean `/redis status strathberry-staging`?"],
  ];
  const told = cases.map(([command, flows, ...parts]) => ({ command, flows, parts }));
  test.each(told)("$command is answered to the asker alone (%#)", async ({ command, flows, parts }) => {
    const text = await answer(command, flows);
    for (const part of parts) expect(text).toContain(part);
    expect(bot.seenBy("vera")).toEqual([]);
  });

  test("help and the menu of a viewer show nothing that a viewer may not do", async () => {
    expect(await answer("/redis help", { whoAmI: async () => viewer }, "vera")).not.toContain("recover");
    expect(await answer("/redis help recover", { whoAmI: async () => viewer }, "vera")).toContain("not yours");
  });

  test.each<[string, Partial<Flows>]>([
    ["/redis status", { showStatus: async () => refusal }],
    ["/redis recover", { requestRecovery: async () => refusal }],
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
      requestRecovery: async () => ({ kind: "requested", job: requested, again: false }),
    });
    expect(text).toMatch(/Read the plan in <#C1> \(<https:\/\/\S+\/archives\/C1\/p\d+\|open it>\)\./);
  });
});
