import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { KubeConfig } from "@kubernetes/client-node";
import { helpTexts } from "../../src/domain/help-texts.ts";
import { deployGroup } from "./deploy-group.ts";
import { createGroupFaults } from "./group-faults.ts";
import { buildPage } from "./slack/page/build-page.ts";
import type { SlackSettings } from "./slack/settings.ts";
import { type SandboxBot, startSandboxBot } from "./start-bot.ts";
import { startWholeKubernetes, type WholeKubernetes } from "./start-whole-kubernetes.ts";

export type Sandbox = {
  /** The page. */
  readonly url: string;
  readonly kubernetes: WholeKubernetes;
  readonly kubeConfig: KubeConfig;
  readonly bot: SandboxBot;
  readonly namespace: string;
  readonly stop: () => Promise<void>;
};

export type SandboxSettings = {
  /** Whether a second person has to approve. */
  readonly isProtected: boolean;
  readonly port?: number;
  readonly log: (line: string) => void;
  readonly env?: Readonly<Record<string, string>>;
};

export const sandboxNamespace = "strathberry-staging";

export const tries = [
  {
    title: "See the group",
    explain: "every pod, every Sentinel's opinion, what is wrong",
    command: `/redis status ${sandboxNamespace}`,
  },
  { title: "Break it", explain: "press Kill the master's process in the side panel and watch the thread" },
  {
    title: "Lose everything and repair it",
    explain: "Delete all pods at once, then Recover… in the alert; approve as approver",
  },
] as const;

/** A local Slack with its page, a local Kubernetes, a group made from our own manifests, and the bot that watches it. */
export async function startSandbox(settings: SandboxSettings): Promise<Sandbox> {
  const closers: (() => Promise<unknown> | unknown)[] = [];
  const stop = async () => {
    for (const close of closers.splice(0).toReversed()) await close();
  };
  try {
    return await assemble(settings, closers, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function assemble(
  { isProtected, port, log, env }: SandboxSettings,
  closers: (() => unknown)[],
  stop: () => Promise<void>,
): Promise<Sandbox> {
  const namespace = sandboxNamespace;
  const files = buildPage();
  const kubernetes = await startWholeKubernetes();
  closers.push(kubernetes.close);
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromString(kubernetes.kubeConfigFor("admin"));
  await deployGroup({ kubeConfig, namespace, log });

  const directory = mkdtempSync(join(tmpdir(), "redis-ha-sandbox-"));
  closers.push(() => rmSync(directory, { recursive: true, force: true }));
  const kubeconfig = join(directory, "kubeconfig");
  writeFileSync(kubeconfig, kubernetes.kubeConfigFor("bot"));
  const { panel, stop: stopPanel } = await createGroupFaults({ kubernetes, kubeConfig, namespace });
  closers.push(stopPanel);
  const slack: Pick<SlackSettings, "page" | "panel" | "port" | "hints"> = {
    page: await files,
    panel,
    ...(port !== undefined && { port }),
    hints: { usages: Object.values(helpTexts).map(({ usage, short }) => ({ text: usage, about: short })), tries },
  };
  const bot = await startSandboxBot({
    kubeconfig,
    groups: [namespace],
    protectedNamespaces: isProtected ? [namespace] : [],
    slack,
    env: { HOLD: "5s", PATROL_INTERVAL: "2s", ...env },
  });
  closers.push(bot.stop);
  return { url: bot.slack.url, kubernetes, kubeConfig, bot, namespace, stop };
}
