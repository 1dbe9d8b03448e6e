import type { Flows } from "../../src/flows/flows.ts";
import { auditEntry, job, plan } from "./job-literals.ts";
import { group, healthy, lost, topologyOf } from "./literals.ts";

const status = { kind: "group", topology: topologyOf(), diagnosis: healthy, degraded: [] } as const;
const operator = {
  role: "operator",
  because: "operators list U1",
  verbs: ["menu", "status", "recover", "jobs", "job", "audit", "whoami", "help"],
  protectedNamespaces: ["*-production"],
} as const;
export const viewer = {
  ...operator,
  role: "viewer",
  because: "viewers list everybody",
  verbs: ["status", "whoami", "help"],
} as const;
export const refusal = { kind: "not-allowed", reason: "This takes an operator; you are a viewer." } as const;

/** What somebody types, what the flows answer then, and parts of what is shown. */
export const commandCases: readonly (readonly [command: string, flows: Partial<Flows>, ...parts: readonly string[]])[] =
  [
    [
      "/redis",
      { whoAmI: async () => operator },
      "[Status of… v strathberry-staging/mymaster]",
      "[Recover… v",
      "[Jobs] [Audit] [Who am I] [Help]",
    ],
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
      ":question: unknown: *b*: the API server does not answer",
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
      {
        requestJob: async () => ({
          kind: "healthy",
          group,
          text: "strathberry-staging/mymaster has nothing to recover.",
        }),
      },
      "has nothing to recover",
    ],
    [
      "/redis recover strathberry-staging",
      {
        requestJob: async () => ({
          kind: "refused",
          group,
          reason: "Two masters hold data.",
          advice: "Choose one.",
        }),
      },
      "No plan for strathberry-staging/mymaster: Two masters hold data.",
      "Choose one.",
    ],
    [
      "/redis recover —dry-run",
      {
        requestJob: async (_, { dryRun }) =>
          dryRun ? { kind: "dry-run", job: "recover", plan: plan(), needsSecondPerson: true } : refusal,
      },
      "a plan, nothing stored",
      "another person would have to approve it",
      "[Ask for this]",
    ],
    [
      "/redis recover",
      { requestJob: async () => ({ kind: "requested", job: job(), again: true }) },
      "Job `k2m4n5p6` waits with this very plan already. Its message is not posted yet: `/redis job k2m4n5p6`",
    ],
    [
      "/redis jobs",
      { listJobs: async () => ({ kind: "jobs", jobs: [job()] }) },
      "`k2m4n5p6` :eyes: waits for approval",
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
    [
      "/redis statsu",
      {},
      '"statsu" is no command of this bot. Did you mean `/redis status`?',
      "Usage: `/redis status [group]`",
    ],
    ["/redis recover --dyr-run", {}, "Did you mean `--dry-run`?", "Usage: `/redis recover [group] [--dry-run]`"],
    ["/redis status Strathberry-staging", {}, "Did you mean `/redis status strathberry-staging`?"],
  ];
