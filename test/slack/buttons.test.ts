import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { DecideJob, Flows } from "../../src/flows/flows.ts";
import { incidentMessage } from "../../src/slack/blocks/incident.ts";
import { jobMessage } from "../../src/slack/blocks/job.ts";
import { menuMessage } from "../../src/slack/blocks/lists.ts";
import { statusMessage } from "../../src/slack/blocks/status.ts";
import { eventually } from "../eventually.ts";
import { type Mode, startBot } from "./bot-under-test.ts";
import { group, healthy, incident, job, lost, topologyOf } from "./literals.ts";
import { readable } from "./readable.ts";

const status = { kind: "group", topology: topologyOf(), diagnosis: lost, degraded: [] } as const;
const long = { namespace: "n".repeat(63), masterName: "m".repeat(64) };

describe.each<Mode>(["socket", "http"])("a click over %s", (mode) => {
  let bot: Awaited<ReturnType<typeof startBot>>;
  beforeAll(async () => {
    bot = await startBot(mode);
  });
  afterAll(() => bot.stop());
  beforeEach(() => bot.slack.reset());
  const as = (user: string) => bot.slack.as(user);

  test("Approve is acknowledged only once the decision is stored", async () => {
    const stored = Promise.withResolvers<Awaited<ReturnType<DecideJob>>>();
    const asked: unknown[] = [];
    bot.setFlows({
      decideJob: (...args) => {
        asked.push(args);
        return stored.promise;
      },
    });
    const message = await bot.post(jobMessage(job()));
    let isAcked = false;
    const click = as("olga")
      .click(message, "Approve and run")
      .then((acked) => {
        isAcked = acked;
      });
    await eventually("the flow is asked", () => asked.length === 1);
    expect(isAcked).toBe(false);
    stored.resolve({ kind: "decided", job: job({ state: "approved" }) });
    await click;
    expect(isAcked).toBe(true);
    expect(asked).toEqual([[{ id: "U1", name: "olga" }, "k2m4n5p6", "approve"]]);
    await eventually("it is told", () =>
      bot.answers("olga").find(({ text }) => text.includes("is approved and starts now")),
    );
  });

  test("the same click twice is one decision, and the second is told who was first", async () => {
    const by = { kind: "user", id: "U1", name: "olga" } as const;
    let decisions = 0;
    bot.setFlows({
      decideJob: async () => {
        decisions += 1;
        const now = job({ state: "approved", decidedBy: by });
        return decisions === 1 ? { kind: "decided", job: now } : { kind: "already", job: now };
      },
    });
    const message = await bot.post(jobMessage(job()));
    await Promise.all([as("olga").click(message, "Approve and run"), as("olga").click(message, "Approve and run")]);
    const texts = await eventually("both are answered", () => {
      const found = bot.answers("olga").map(({ text }) => text);
      return found.length === 2 && found;
    });
    expect(texts.filter((text) => text.includes("approved and starts now"))).toHaveLength(1);
    expect(texts.filter((text) => text.includes("already (decided by @olga)"))).toHaveLength(1);
  });

  test.each<[string, Partial<Flows>, string]>([
    [
      "Reject",
      { decideJob: async () => ({ kind: "decided", job: job({ state: "rejected" }) }) },
      "is rejected; nothing was touched",
    ],
    ["Reject", { decideJob: async () => ({ kind: "unknown-job" }) }, "There is no job `k2m4n5p6` any more."],
    [
      "Approve and run",
      { decideJob: async () => ({ kind: "not-allowed", reason: "You asked for it." }) },
      "not allowed: You asked for it.",
    ],
    ["Approve and run", { decideJob: () => Promise.reject(new Error("x")) }, "Internal error, reference"],
  ])("%s is answered to the clicker alone (%#)", async (button, flows, words) => {
    bot.setFlows(flows);
    const message = await bot.post(jobMessage(job()));
    const answer = await bot.answerTo("olga", () => as("olga").click(message, button));
    expect(answer.text).toContain(words);
  });

  test.each(["", "k2m4n5p6; drop", "../../etc", "K".repeat(2000), "🙂".repeat(8)])(
    "a forged value %j reaches no flow and is answered",
    async (value) => {
      bot.setFlows({});
      const messages = [
        [await bot.post(jobMessage(job())), ["Approve and run", "Reject"]],
        [
          await bot.post(incidentMessage({ incident: incident({ diagnosis: lost }), jobs: [job()] })),
          ["Acknowledge", "Show job"],
        ],
      ] as const;
      for (const [message, buttons] of messages) {
        for (const button of buttons) {
          const answer = await bot.answerTo("olga", () => as("olga").click(message, button, { value }));
          expect(answer.text).toContain("another version of the bot");
        }
      }
    },
  );

  test("a forged group reaches no flow, and does not replace what was clicked", async () => {
    bot.setFlows({});
    const message = await bot.post(statusMessage(status));
    for (const button of ["Recover…", "Refresh", "Share in channel"]) {
      const answer = await bot.answerTo("olga", () => as("olga").click(message, button, { value: "a b/c/d" }));
      expect(answer.text).toContain("another version of the bot");
    }
    expect(bot.seenBy("vera")).toEqual([message]);
  });

  test("Refresh replaces the answer, Share shows it to all without the asker's buttons", async () => {
    bot.setFlows({ showStatus: async () => status });
    const first = await bot.ask("olga", "/redis status strathberry-staging");
    bot.setFlows({ showStatus: async () => ({ ...status, diagnosis: healthy }) });
    await as("olga").click(first, "Refresh");
    const second = await eventually("it is replaced", () => {
      const [only, ...more] = bot.answers("olga");
      return more.length === 0 && only?.text.includes("is healthy") && only;
    });
    await as("olga").click(second, "Share in channel");
    const shared = await eventually("all see it", () => bot.seenBy("vera")[0]);
    expect(readable(shared)).toContain("shared by <@U1>");
    expect(readable(shared)).not.toContain("[Refresh]");
  });

  test("a pick in the menu means its group, also one whose id is longer than an option's value", async () => {
    const asked: unknown[] = [];
    bot.setFlows({
      watchedGroups: () => [group, long],
      showStatus: async (_, which) => {
        asked.push(which);
        return status;
      },
      requestRecovery: async () => ({ kind: "which-group", groups: [long] }),
    });
    const menu = await bot.ask("olga", "/redis");
    const [, picked] = /Status of… v [^|]*\| ([^\]]*)\]/.exec(readable(menu)) ?? [];
    await bot.answerTo("olga", () => as("olga").choose(menu, "redis:pick-status", picked ?? ""));
    expect(asked).toEqual([long]);
    const which = await bot.answerTo("olga", () =>
      as("olga").choose(menu, "redis:pick-recover", "strathberry-staging/mymaster"),
    );
    expect(readable(which)).toContain("Which group?");
  });

  test("a pick of a group that is watched no more is answered", async () => {
    const menu = await bot.post(menuMessage([long]));
    bot.setFlows({});
    const [, picked] = /Status of… v ([^|\]]*)\]/.exec(readable(menu)) ?? [];
    const answer = await bot.answerTo("olga", () => as("olga").choose(menu, "redis:pick-status", picked ?? ""));
    expect(answer.text).toContain("another version of the bot");
  });

  test("the incident's buttons: acknowledge, show the job with its own buttons, status, recover", async () => {
    bot.setFlows({
      acknowledge: async () => ({ kind: "acknowledged", incident: incident() }),
      showJob: async () => ({ kind: "job", job: job() }),
      showStatus: async () => status,
      requestRecovery: async () => ({ kind: "not-allowed", reason: "no" }),
    });
    const message = await bot.post(incidentMessage({ incident: incident({ diagnosis: lost }), jobs: [job()] }));
    const click = async (button: string) =>
      readable(await bot.answerTo("olga", () => as("olga").click(message, button)));
    expect(await click("Acknowledge")).toContain("you look after it");
    expect(await click("Show job")).toContain("[Approve and run");
    expect(await click("Status")).toContain("no redundancy left");
    expect(await click("Recover…")).toContain("not allowed: no");
  });

  test.each<[Awaited<ReturnType<Flows["acknowledge"]>>, string]>([
    [{ kind: "already", by: "vera" }, "@vera has acknowledged it already."],
    [{ kind: "unknown-incident" }, "not open any more"],
    [{ kind: "not-allowed", reason: "no" }, "not allowed: no"],
  ])("Acknowledge that changes nothing says why (%#)", async (outcome, words) => {
    bot.setFlows({ acknowledge: async () => outcome });
    const message = await bot.post(incidentMessage({ incident: incident({ diagnosis: lost }), jobs: [] }));
    expect((await bot.answerTo("vera", () => as("vera").click(message, "Acknowledge"))).text).toContain(words);
  });

  test("App Home shows each part, also where one fails; its buttons answer in a modal", async () => {
    bot.setFlows({
      showStatus: () => Promise.reject(new Error("x")),
      listJobs: async () => ({ kind: "jobs", jobs: [job()] }),
      showJob: async () => ({ kind: "job", job: job() }),
      whoAmI: async () => ({ role: "viewer", because: "everybody", verbs: ["status"], protectedNamespaces: [] }),
    });
    await as("olga").openHome();
    const home = await eventually("the home is there", () => as("olga").home());
    expect(readable(home)).toContain("Internal error");
    expect(readable(home)).toContain("k2m4n5p6");
    expect(readable(home)).toContain("You are viewer");
    await as("olga").click(home, "Jobs");
    await eventually("a modal has the jobs", () =>
      as("olga")
        .modals()
        .some((one) => readable(one).includes("# Jobs")),
    );
    bot.setFlows({ showStatus: async () => status });
    await as("olga").choose(home, "redis:pick-status", "strathberry-staging/mymaster");
    const modal = await eventually("a modal has the status", () =>
      as("olga")
        .modals()
        .find((one) => readable(one).includes("Share in channel")),
    );
    await as("olga").click(modal, "Share in channel");
    await eventually("it says where to", () =>
      as("olga")
        .modals()
        .some((one) => readable(one).includes("no channel here")),
    );
  });
});
