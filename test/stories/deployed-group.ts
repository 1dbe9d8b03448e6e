import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openKubernetes } from "../sandbox/deploy/kubernetes.ts";
import { poll } from "../sandbox/poll.ts";
import type { PageMessage } from "../sandbox/slack/page-api.ts";
import { alertChannel, type SandboxBot, startSandboxBot } from "../sandbox/start-bot.ts";
import type { Ground } from "./ground.ts";

const patience = 180_000;

/** The story that both Kubernetes tell: from an empty namespace to a whole group and a planned switchover, in Slack's words. */
export function tellDeployedGroup(name: string, start: () => Promise<Ground>): void {
  describe(`a group that the bot deploys on ${name}`, () => {
    let ground: Ground;
    let bot: SandboxBot;
    const as = (account: "operator" | "viewer") => bot.slack.as(account);

    beforeAll(async () => {
      ground = await start();
      await openKubernetes(ground.kubeConfig, ground.namespace).ensureNamespace();
      bot = await startSandboxBot({
        kubeconfig: ground.kubeconfigFile,
        groups: [ground.namespace],
        protectedNamespaces: [],
        env: { HOLD: "2s", PATROL_INTERVAL: "2s" },
      });
    }, patience);
    afterAll(async () => {
      await bot?.stop();
      await ground?.stop();
    }, patience);

    const whole = (message: PageMessage) =>
      `${message.text}\n${JSON.stringify(message.blocks ?? [])}`.replaceAll("&gt;", ">");
    const answers = () =>
      as("operator")
        .messages(alertChannel)
        .filter(({ ephemeralFor }) => ephemeralFor !== undefined);
    async function ask(command: string): Promise<PageMessage> {
      const before = answers().length;
      await as("operator").command(command, alertChannel);
      return poll(`an answer to ${command}`, () => answers()[before], patience);
    }
    const jobs = (title: string) =>
      as("viewer")
        .messages(alertChannel)
        .filter(({ text }) => text.startsWith("Job") && text.includes(title));
    /** Asks, approves and waits for the end of the job that comes of it. */
    async function runJob(command: string, title: string): Promise<{ plan: PageMessage; end: PageMessage }> {
      const before = jobs(title).length;
      const answer = await ask(command);
      const plan = await poll(`a plan, not: ${answer.text}`, () => jobs(title)[before], 60_000);
      await as("operator").click(plan, "Approve and run");
      const end = await poll(
        "the job is over",
        () => jobs(title).find(({ ts, text }) => ts === plan.ts && /: (done|failed|outdated)/.test(text)),
        patience,
      );
      return { plan, end };
    }

    test(
      "a dry run shows every object that Kubernetes would make, and makes none",
      async () => {
        const plan = whole(await ask(`/redis deploy ${ground.namespace} --dry-run`));
        expect(plan).toContain("+ StatefulSet redis");
        expect(plan).toContain("Nothing was stored");
        expect((await openKubernetes(ground.kubeConfig, ground.namespace).pods()).redises).toEqual([]);
      },
      patience,
    );

    test(
      "the job ends with a proved group, and tells how long writes waited when the bootstrap master handed over",
      async () => {
        const { plan, end } = await runJob(`/redis deploy ${ground.namespace}`, "deploy");
        expect(whole(plan)).toContain("kubectl -n");
        expect(end.text).toMatch(
          /is verified healthy, after \d+ s\. The bootstrap master handed over: .* waited \d+ ms/,
        );
        expect(whole(end)).toContain("CKQUORUM is OK on 3 Sentinels; a marker came back through the Service redis");
      },
      2 * patience,
    );

    test(
      "asked again it has nothing to do",
      async () => {
        await poll(
          "it is whole",
          async () => (await ask(`/redis status ${ground.namespace}`)).text.includes("is healthy"),
          patience,
          500,
        );
        expect((await ask(`/redis deploy ${ground.namespace}`)).text).toContain(
          "deployed as the files have it, and whole",
        );
      },
      patience,
    );

    test(
      "a planned failover hands over, and says how long writes waited",
      async () => {
        const { end } = await runJob(`/redis failover ${ground.namespace} --to redis-2`, "fail");
        expect(end.text).toMatch(/redis-2 is master of .* now: .*\d+ ms/);
      },
      2 * patience,
    );
  });
}
