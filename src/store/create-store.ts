import { Incident } from "../domain/incident.ts";
import { Job } from "../domain/job.ts";
import type { Log, Store } from "../flows/ports.ts";
import type { BotRedis } from "./connect-bot-redis.ts";
import { createLock } from "./create-lock.ts";
import { keys } from "./keys.ts";
import { listRecords, readRecord } from "./read-records.ts";
import { saveRecord } from "./save-record.ts";

export type StoreOptions = {
  readonly botRedis: BotRedis;
  readonly log: Log;
  /** How long a lock outlives a holder that died. */
  readonly leaseMs?: number;
};

/** The `Store` port on the bot's own Redis. Groups are named by `groupId` with their master name. */
export function createStore({ botRedis, log, leaseMs = 10_000 }: StoreOptions): Store {
  const jobs = { kind: "job", schema: Job, log } as const;
  const incidents = { kind: "incident", schema: Incident, log } as const;
  return {
    saveJob: (job) => saveRecord(botRedis, jobRecord(job)),
    readJob: (id) => readRecord(botRedis, jobs, id),
    listJobs: ({ group, limit }) => {
      const index = group === undefined ? keys.index("job") : keys.groupIndex("job", group);
      return listRecords(botRedis, jobs, { index, limit });
    },
    saveIncident: (incident) => saveRecord(botRedis, incidentRecord(incident)),
    readIncident: (id) => readRecord(botRedis, incidents, id),
    openIncident: async (group) => {
      const id = await botRedis.run((redis) => redis.get(keys.openIncident(group)));
      if (id === null) return undefined;
      const incident = await readRecord(botRedis, incidents, id);
      if (incident === undefined) await giveBackPlace(botRedis, group, id);
      return incident;
    },
    lock: createLock({ botRedis, log, leaseMs }),
    claim: async (key, forMs) => {
      const reply = await botRedis.run((redis) => redis.set(keys.claim(key), "1", "PX", Math.max(1, forMs), "NX"));
      return reply === "OK";
    },
  };
}

function jobRecord(job: Job) {
  const { id, version } = job;
  const json = JSON.stringify(job);
  return { kind: "job", id, group: job.plan.group, version, atMs: job.requestedAtMs, json, place: "none" } as const;
}

function incidentRecord(incident: Incident) {
  const { id, group, version } = incident;
  const json = JSON.stringify(incident);
  const place = incident.state === "ended" ? "give-back" : "take";
  return { kind: "incident", id, group, version, atMs: incident.openedAtMs, json, place } as const;
}

// An unreadable incident must not keep the group from ever having another one.
async function giveBackPlace(botRedis: BotRedis, group: string, id: string): Promise<void> {
  const compareAndDelete = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end";
  await botRedis.run((redis) => redis.eval(compareAndDelete, 1, keys.openIncident(group), id));
}
