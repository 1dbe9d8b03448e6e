import type { Verb } from "./command.ts";

export type HelpText = {
  readonly usage: string;
  /** One line for the list of all commands. */
  readonly short: string;
  /** What it does, who may, what comes back. */
  readonly long: string;
};

/** What each verb is, as `/redis help` tells it. `menu` is `/redis` alone. */
export const helpTexts: Readonly<Record<Verb, HelpText>> = {
  menu: {
    usage: "/redis",
    short: "a menu of everything",
    long: "Opens a menu: pick a group, then what to do with it.",
  },
  status: {
    usage: "/redis status [group]",
    short: "how a group is now: each pod, each Sentinel's opinion, what is wrong",
    long: "Reads the group's pods, every Redis and every Sentinel just now and shows them side by side, with the findings, how many more may be lost, and buttons for the remedies. Without a group: all that are watched.",
  },
  recover: {
    usage: "/redis recover [group] [--dry-run]",
    short: "a plan that repairs a group, for approval",
    long: "Diagnoses the group and posts a plan: which Redis becomes master and why, what would be lost, each step beside the command that a person would type. Nothing is touched before somebody approves it; in a protected namespace that must be another person. `--dry-run` shows the plan only to you and stores nothing.",
  },
  failover: {
    usage: "/redis failover [group] [--to pod] [--dry-run]",
    short: "a planned hand-over of mastership to a replica, for approval",
    long: "Posts a plan that hands mastership over without losing a write: writes are paused for a moment, until the chosen replica has everything; it is promoted, the others follow it, and the Sentinels are told at once. The result shows for how long no write was possible. `--to` names the pod; else a replica is chosen by replica-priority, then by name. Only a healthy group is touched.",
  },
  deploy: {
    usage: "/redis deploy <namespace> [--replicas 3|1] [--dry-run]",
    short: "a whole group in a namespace, from our manifests, for approval",
    long: "Posts the runbook's seven steps for approval, with what Kubernetes would make and change of each object (its own dry run). Begins from whatever is there; a Service `redis` stays as it is. The end is proved, with a marker through that Service. The namespace must be in WATCH_GROUPS and have the Role of k8s/bot/deploys. `--replicas 1`: for code that can't follow Sentinel. `--dry-run` stores nothing.",
  },
  jobs: {
    usage: "/redis jobs [group]",
    short: "the newest jobs and their states",
    long: "Lists the newest 20 jobs: who asked, who approved, how they ended.",
  },
  job: {
    usage: "/redis job <id>",
    short: "one job with its steps",
    long: "Shows a job: its plan, its progress, the group before and after. The id is the eight letters that the job's message shows.",
  },
  audit: {
    usage: "/redis audit [group] [--since 7d] [--by @user] | /redis audit verify",
    short: "who did what, when, with which result",
    long: "Shows the newest entries of the tamper-evident log. `--since` takes 30m, 12h or 7d; `--by` takes a user. `verify` walks the whole hash chain and says whether an entry was changed or removed.",
  },
  whoami: {
    usage: "/redis whoami",
    short: "what you may do, and why",
    long: "Shows your role and which list gives it to you.",
  },
  help: {
    usage: "/redis help [command]",
    short: "this list, or more about one command",
    long: "Shows the commands that you may use.",
  },
};

export const verbs: readonly Verb[] = [
  "menu",
  "status",
  "recover",
  "failover",
  "deploy",
  "jobs",
  "job",
  "audit",
  "whoami",
  "help",
];
