import type { JobKind } from "../../domain/job-kind.ts";

/** What a click says it is. The value beside it is an id or a group, and is parsed before anything is done with it. */
export const actionIds = {
  status: "redis:status",
  refresh: "redis:refresh",
  share: "redis:share",
  recover: "redis:recover",
  acknowledge: "redis:acknowledge",
  approve: "redis:approve",
  reject: "redis:reject",
  showJob: "redis:job",
  listJobs: "redis:jobs",
  audit: "redis:audit",
  whoami: "redis:whoami",
  help: "redis:help",
  pickStatus: "redis:pick-status",
  pickRecover: "redis:pick-recover",
  failover: "redis:failover",
  pickFailover: "redis:pick-failover",
  deploy: "redis:deploy",
  pickDeploy: "redis:pick-deploy",
} as const;

/** For each kind of job: the button that asks for it, and the select of groups that asks which. */
export const requestActions: Readonly<Record<JobKind, { readonly ask: string; readonly pick: string }>> = {
  recover: { ask: actionIds.recover, pick: actionIds.pickRecover },
  deploy: { ask: actionIds.deploy, pick: actionIds.pickDeploy },
  failover: { ask: actionIds.failover, pick: actionIds.pickFailover },
};
