import { CoreV1Api } from "@kubernetes/client-node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { deployGroup } from "../sandbox/deploy-group.ts";
import { execInPod } from "../sandbox/exec-in-pod.ts";
import { poll } from "../sandbox/poll.ts";
import type { PageMessage } from "../sandbox/slack/page-api.ts";
import { alertChannel, type SandboxBot, startSandboxBot } from "../sandbox/start-bot.ts";
import type { Ground } from "./ground.ts";

const patience = 120_000;

/**
 * The story that both Kubernetes tell: a group is deployed, its master killed, all its pods deleted, the recovery asked
 * for, refused to the one who asked, approved by another, and verified healthy.
 */
export function tellLostGroup(name: string, start: () => Promise<Ground>): void {
  describe(`a lost group on ${name}`, () => {
    let ground: Ground;
    let bot: SandboxBot;
    const as = (account: "operator" | "approver" | "viewer") => bot.slack.as(account);

    beforeAll(async () => {
      ground = await start();
      await deployGroup({ kubeConfig: ground.kubeConfig, namespace: ground.namespace, log: () => {} });
      bot = await startSandboxBot({
        kubeconfig: ground.kubeconfigFile,
        groups: [ground.namespace],
        protectedNamespaces: ["story-*"],
        env: { HOLD: "4s", PATROL_INTERVAL: "2s" },
      });
    }, 300_000);
    afterAll(async () => {
      await bot?.stop();
      await ground?.stop();
    }, 60_000);

    const parents = () =>
      as("viewer")
        .messages(alertChannel)
        .filter(({ threadTs, ephemeralFor }) => threadTs === undefined && ephemeralFor === undefined);
    const incidents = () => parents().filter(({ text }) => !text.startsWith("Job"));
    /** What the bot answered to this person alone, the newest last. */
    const answers = (account: "operator" | "approver" | "viewer") =>
      as(account)
        .messages(alertChannel)
        .filter(({ ephemeralFor }) => ephemeralFor !== undefined);
    async function ask(account: "operator" | "approver" | "viewer", command: string): Promise<PageMessage> {
      const before = answers(account).length;
      await as(account).command(command, alertChannel);
      return poll(`an answer to ${command}`, () => answers(account)[before], patience);
    }
    const whole = (message: PageMessage) =>
      `${message.text}\n${JSON.stringify(message.blocks ?? [])}`.replaceAll("&gt;", ">");
    const isHealthy = async () =>
      (await ask("viewer", `/redis status ${ground.namespace}`)).text.includes("is healthy");

    test("/redis status shows a healthy group: every pod's address, role and lag, every Sentinel's opinion", async () => {
      await poll("the group is healthy", isHealthy, patience, 500);
      const status = whole(await ask("viewer", `/redis status ${ground.namespace}`));
      for (const pod of ["redis-0", "redis-1", "redis-2", "redis-sentinel-0", "redis-sentinel-1", "redis-sentinel-2"]) {
        expect(status).toContain(pod);
      }
      expect(status).toMatch(/lag \d+ bytes, \d s/);
      expect(status).toContain("quorum 2, 2 replicas, 2 other Sentinels");
      expect(status).toContain("You can still lose 1 more Sentinel and 2 more Redises.");
    });

    test(
      "a killed master becomes one thread, edited in place from trouble to verified health",
      async () => {
        const master = await masterPod(ask, ground);
        const killed = await execInPod(
          ground.kubeConfig,
          { namespace: ground.namespace, pod: master, container: "redis" },
          ["redis-cli", "shutdown", "nosave", "now", "force"],
        );
        const alert = await poll("an alert thread is open", () => incidents()[0], patience);
        await killed.ended;
        const healed = await poll(
          "it is healthy, verified",
          () => incidents().find(({ text }) => text.includes("healthy, verified")),
          patience,
        );
        expect(incidents()).toHaveLength(1);
        expect([healed.ts, healed.text]).toEqual([alert.ts, expect.not.stringContaining(alert.text)]);
        const thread = as("viewer")
          .thread(healed)
          .map(({ text }) => text)
          .join("\n");
        expect(thread).toContain("+switch-master");
        expect(thread).toMatch(/seen by redis-sentinel-\d/);
        expect(thread).toContain("health verified by all three views");
      },
      2 * patience,
    );

    test(
      "all pods gone at once: the plan is read, approved by another person, and ends in verified health",
      async () => {
        await ground.kubeConfig.makeApiClient(CoreV1Api).deleteCollectionNamespacedPod({ namespace: ground.namespace });
        const job = await requestedJob();
        expect(whole(job)).toContain("What would be lost");
        expect(whole(job)).toContain("redis-cli replicaof no one");
        await as("operator").click(job, "Approve and run");
        await poll(
          "the operator hears why not",
          () => answers("operator").find(({ text }) => text.includes("is protected")),
          patience,
        );
        await as("viewer").click(job, "Approve and run");
        await poll(
          "the viewer hears why not",
          () => answers("viewer").find(({ text }) => text.includes("not allowed")),
          patience,
        );
        await Promise.all([as("approver").click(job, "Approve and run"), as("approver").click(job, "Approve and run")]);
        const done = await poll(
          "the job is over",
          () => {
            const now = as("viewer")
              .messages(alertChannel)
              .find(({ ts }) => ts === job.ts);
            return now !== undefined && /: (done|failed|outdated)/.test(now.text) ? now : undefined;
          },
          patience,
        );
        expect(done.text).toMatch(/: done\. .* is verified healthy/);
        await poll("the thread is green", () => incidents()[1]?.text.includes("healthy, verified"), patience);
        expect(incidents()).toHaveLength(2);
        await poll("status says healthy", isHealthy, patience, 500);
      },
      4 * patience,
    );

    test("/redis audit tells who did what, and the chain is intact", async () => {
      const audit = whole(await ask("operator", `/redis audit ${ground.namespace}`));
      expect(audit).toContain("REPLICAOF NO ONE -> OK");
      expect(audit).toContain("<@U0APPROVER> *started*");
      expect((await ask("viewer", "/redis audit verify")).text).toMatch(/intact: all \d+ entries/);
    });

    /** The group moves until every pod is back: a plan that was overtaken is asked for again. */
    async function requestedJob(): Promise<PageMessage> {
      let seen = "";
      return poll(
        "a plan for the group's last state",
        async () => {
          const alert = incidents()[1];
          if (alert === undefined || !JSON.stringify(alert.blocks).includes("Recover…")) return undefined;
          await as("operator").click(alert, "Recover…");
          const jobs = as("viewer")
            .messages(alertChannel)
            .filter(({ text }) => text.startsWith("Job") && text.includes("awaiting-approval"));
          const last = jobs.at(-1);
          const isStill = last !== undefined && last.ts === seen && podsAreBack(whole(last));
          seen = last?.ts ?? "";
          return isStill ? last : undefined;
        },
        patience,
        3000,
      );
    }
  });
}

/** Every Redis is decided about, and every Sentinel is started or told: nobody is "decided without". */
function podsAreBack(plan: string): boolean {
  return !plan.includes("decided without it");
}

async function masterPod(
  ask: (account: "viewer", command: string) => Promise<PageMessage>,
  { namespace }: Ground,
): Promise<string> {
  const { text } = await ask("viewer", `/redis status ${namespace}`);
  const [, master = ""] = /master (\S+)$/.exec(text) ?? [];
  return master;
}
