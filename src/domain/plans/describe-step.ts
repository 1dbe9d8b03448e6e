import { list } from "../findings/words.ts";
import { sentinelConf } from "./sentinel-conf.ts";
import { type Member, type MonitorSettings, nameOf, type Step } from "./step.ts";

export type StepText = {
  /** What the step does, as a sentence without its full stop. */
  readonly text: string;
  /** The same as lines that a person could type; none where it only waits. */
  readonly commands: readonly string[];
};

/** A step in words, and as the runbook would have it. No secret is in it: where a password is set, redis-cli takes it from REDISCLI_AUTH. */
export function describeStep(step: Step, namespace: string): StepText {
  const exec = (member: Member, command: string) =>
    `kubectl -n ${namespace} exec ${member.pod} -c ${member.container} -- ${command}`;
  const redis = (member: Member, command: string) =>
    exec(member, `redis-cli${member.address.port === 6379 ? "" : ` -p ${member.address.port}`} ${command}`);
  const sentinel = (member: Member, command: string) =>
    exec(member, `redis-cli -p ${member.address.port} sentinel ${command}`);
  const label = (pod: string, change: string) => `kubectl -n ${namespace} label pod ${pod} --overwrite ${change}`;
  switch (step.kind) {
    case "promote":
      return { text: `Make ${step.redis.pod} the master`, commands: [redis(step.redis, "replicaof no one")] };
    case "follow":
      return {
        text: `Let ${names(step.redises)} replicate from ${step.master.pod}, and wait until in sync`,
        commands: step.redises.map((replica) => redis(replica, `replicaof ${at(step.master)}`)),
      };
    case "force-failover":
      return {
        text: `Let ${step.sentinel.pod} fail over to ${step.expected.pod}`,
        commands: [sentinel(step.sentinel, `failover ${step.masterName}`)],
      };
    case "forget-master":
      return {
        text: `Let ${names(step.sentinels)} forget ${step.masterName}, all before any is told of the new one`,
        commands: step.sentinels.map((member) => sentinel(member, `remove ${step.masterName}`)),
      };
    case "monitor":
      return {
        text: `Let ${names(step.sentinels)} monitor ${step.master.pod}`,
        commands: step.sentinels.flatMap((member) =>
          monitorLines(step.master, step.settings).map((line) => sentinel(member, line)),
        ),
      };
    case "start-sentinel":
      return {
        text: `Start the Sentinels that wait in ${names(step.sentinels)}, monitoring ${step.master.pod}`,
        commands: step.sentinels.map((member) => startLines(step, member, namespace)),
      };
    case "label-master":
      return {
        text: `Let the Service find ${step.master.pod} as the master`,
        commands: [
          ...step.others.map(({ pod }) => label(pod, `${step.label}-`)),
          label(step.master.pod, `${step.label}=master`),
        ],
      };
    case "switch-over":
      return {
        text: `Hand over from ${step.from.pod} to ${step.to.pod}: pause writes for at most ${step.pauseMs} ms, wait until it has everything, promote it; ${names([step.from, ...step.followers])} follow, the Sentinels are told`,
        commands: [
          redis(step.from, `client pause ${step.pauseMs} write`),
          redis(step.to, "info replication"),
          redis(step.to, "replicaof no one"),
          ...[step.from, ...step.followers].map((member) => redis(member, `replicaof ${at(step.to)}`)),
          ...step.sentinels.map((member) => exec(member, `redis-cli -p ${member.address.port} ${helloLine(step)}`)),
          redis(step.from, "client unpause"),
          redis(step.from, "client kill type normal"),
        ],
      };
    case "verify":
      return {
        text: "Prove it: one master, every replica in sync, every Sentinel naming it with exact lists, a marker read back",
        commands: [
          redis(step.master, "set redis-ha-bot:marker now ex 60"),
          ...step.sentinels.slice(0, 1).map((member) => sentinel(member, `master ${step.masterName}`)),
        ],
      };
    case "hold":
      return { text: `Watch for ${Math.round(step.forMs / 1000)} s that it stays so`, commands: [] };
  }
}

/** As another Sentinel would say it, in the name of one that is known (`sentinel sentinels`), with a greater epoch than all. */
function helloLine({ to, settings }: Step & { readonly kind: "switch-over" }): string {
  const { host, port } = nameOf(to);
  return `publish __sentinel__:hello "<peer's ip>,<port>,<runid>,<epoch>,${settings.masterName},${host},${port},<epoch>"`;
}

// CONF_DIR: our own manifests' writable place; other people's containers have /tmp.
const confFile = "$" + "{CONF_DIR:-/tmp}/sentinel.conf";
const startByHand = `sh -c 'cat >${confFile} && redis-sentinel ${confFile} --daemonize yes'`;

/** One command with what it reads, as the runbook's `echo` lines: to be pasted whole. */
function startLines(
  { master, settings }: Step & { readonly kind: "start-sentinel" },
  member: Member,
  namespace: string,
): string {
  const conf = sentinelConf({ master: nameOf(master), settings, own: nameOf(member) });
  return `kubectl -n ${namespace} exec -i ${member.pod} -c ${member.container} -- ${startByHand} <<EOF\n${conf}EOF`;
}

function monitorLines(master: Member, settings: MonitorSettings): readonly string[] {
  const { masterName, quorum, downAfterMs, failoverTimeoutMs, parallelSyncs } = settings;
  return [
    `monitor ${masterName} ${at(master)} ${quorum}`,
    `set ${masterName} down-after-milliseconds ${downAfterMs} failover-timeout ${failoverTimeoutMs} parallel-syncs ${parallelSyncs}`,
  ];
}

function at(member: Member): string {
  const { host, port } = nameOf(member);
  return `${host} ${port}`;
}

function names(members: readonly Member[]): string {
  return list(members.map(({ pod }) => pod));
}
