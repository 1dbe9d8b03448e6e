import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { incidentMessage } from "../../src/slack/blocks/incident.ts";
import { menuMessage } from "../../src/slack/blocks/lists.ts";
import { eventually } from "../eventually.ts";
import { type Mode, startBot } from "./bot-under-test.ts";
import { incident, job } from "./job-literals.ts";
import { group, healthy, lost, topologyOf } from "./literals.ts";
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
      whoAmI: async () => ({ role: "operator", because: "a list", verbs: ["recover"], protectedNamespaces: [] }),
      showStatus: async (_, which) => {
        asked.push(which);
        return status;
      },
      requestJob: async () => ({ kind: "which-group", groups: [long] }),
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
    const menu = await bot.post(menuMessage([long], []));
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
      requestJob: async () => ({ kind: "not-allowed", reason: "no" }),
    });
    const message = await bot.post(incidentMessage({ incident: incident({ diagnosis: lost }), jobs: [job()] }));
    const click = async (button: string) =>
      readable(await bot.answerTo("olga", () => as("olga").click(message, button)));
    expect(await click("Acknowledge")).toContain("you look after it");
    expect(await click("Show job")).toContain("[Approve and run");
    expect(await click("Status")).toContain("no redundancy left");
    expect(await click("Recover…")).toContain("not allowed: no");
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
