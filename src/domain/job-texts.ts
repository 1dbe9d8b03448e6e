import type { Diagnosis } from "./diagnosis.ts";
import type { Job } from "./job.ts";
import type { JobKind } from "./job-kind.ts";
import type { Plan } from "./plans/plan.ts";

export type JobText = {
  /** What the job does, as one word of a title. */
  readonly title: string;
  /** What stands above a plan, without its full stop. */
  readonly headline: (plan: Plan) => string;
  /** What was asked for: goes on after "asks to". */
  readonly wish: (plan: Plan) => string;
  /** The question before a yes. */
  readonly question: (plan: Plan) => string;
  /** Said where there is nothing to do. */
  readonly nothingToDo: (group: string) => string;
  /** What is true at the end of a job whose steps are all done. */
  readonly done: (
    job: Job,
    end: { readonly verdict: Diagnosis["verdict"] | "unknown"; readonly seconds: number },
  ) => string;
};

/** Each kind of job in words. */
export const jobTexts: Readonly<Record<JobKind, JobText>> = {
  recover: {
    title: "Recover",
    headline: (plan) => `${plan.master} ${isChange(plan) ? "becomes" : "stays"} master`,
    wish: (plan) => `recover, with ${plan.master} as master`,
    question: (plan) => `Make ${plan.master} master?`,
    nothingToDo: (group) => `${group} has nothing to recover.`,
    done: ({ plan }, { verdict, seconds }) => {
      const text = verdict === "healthy" ? "verified healthy" : `repaired; its verdict now is ${verdict}`;
      return `${plan.group.namespace} is ${text}, after ${seconds} s; ${plan.master} is master.`;
    },
  },
  failover: {
    title: "Fail over",
    headline: (plan) => `${plan.master} becomes master`,
    wish: (plan) => `fail over to ${plan.master}`,
    question: (plan) => `Hand over to ${plan.master}?`,
    nothingToDo: (group) => `${group} has that master already.`,
    done: ({ plan, progress }, { verdict, seconds }) => {
      const text = verdict === "healthy" ? "verified healthy" : `its verdict now is ${verdict}`;
      const note = progress[0]?.note;
      return `${plan.master} is master of ${plan.group.namespace} now${note === undefined ? "" : `: ${note}`}; ${text}, after ${seconds} s.`;
    },
  },
  deploy: {
    title: "Deploy",
    headline: (plan) => `A whole group in ${plan.group.namespace}, with ${plan.master} as master`,
    wish: (plan) => `deploy a group into ${plan.group.namespace}`,
    question: (plan) => `Deploy into ${plan.group.namespace}?`,
    nothingToDo: (group) => `${group} is deployed as the files have it, and whole.`,
    done: ({ plan, progress }, { verdict, seconds }) => {
      const retired = progress[plan.steps.findIndex(({ kind }) => kind === "retire-bootstrap")]?.note;
      const handOver = retired === undefined ? "" : ` The bootstrap master handed over: ${retired}.`;
      const text = verdict === "healthy" ? "verified healthy" : `there; its verdict now is ${verdict}`;
      return `The group of ${plan.group.namespace} is ${text}, after ${seconds} s.${handOver}`;
    },
  },
};

function isChange({ steps }: Plan): boolean {
  return steps.some(({ kind }) => kind === "promote" || kind === "force-failover");
}
