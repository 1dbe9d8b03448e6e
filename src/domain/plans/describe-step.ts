import { describeDeployStep } from "../deploy/describe-deploy-step.ts";
import { at, names, switchOverText, takeOverText } from "./describe-hand-over.ts";
import { sentinelConf } from "./sentinel-conf.ts";
import { isDeployStep, type Member, type MonitorSettings, nameOf, type Step } from "./step.ts";
import type { StepText } from "./step-text.ts";

/** A step in words, and as the runbook would have it. No secret is in it: where a password is set, redis-cli takes it from REDISCLI_AUTH. */
export function describeStep(step: Step, namespace: string): StepText {
  if (isDeployStep(step)) return describeDeployStep(step, { namespace, masterName: namespace });
  const exec = (member: Member, command: string) =>
    `kubectl -n ${namespace} exec ${member.pod} -c ${member.container} -- ${command}`;
  const redis = (member: Member, command: string) =>
    exec(member, `redis-cli${member.address.port === 6379 ? "" : ` -p ${member.address.port}`} ${command}`);
  const sentinel = (member: Member, command: string) =>
    exec(member, `redis-cli -p ${member.address.port} sentinel ${command}`);
  const hello = (member: Member, command: string) => exec(member, `redis-cli -p ${member.address.port} ${command}`);
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
          ...step.others.map(({ pod }) => labelLine(namespace, pod, `${step.label}-`)),
          labelLine(namespace, step.master.pod, `${step.label}=master`),
        ],
      };
    case "switch-over":
      return switchOverText(step, { redis, sentinel: hello });
    case "take-over":
      return takeOverText(step, { redis, sentinel: hello });
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

function labelLine(namespace: string, pod: string, change: string): string {
  return `kubectl -n ${namespace} label pod ${pod} --overwrite ${change}`;
}

function monitorLines(master: Member, settings: MonitorSettings): readonly string[] {
  const { masterName, quorum, downAfterMs, failoverTimeoutMs, parallelSyncs } = settings;
  return [
    `monitor ${masterName} ${at(master)} ${quorum}`,
    `set ${masterName} down-after-milliseconds ${downAfterMs} failover-timeout ${failoverTimeoutMs} parallel-syncs ${parallelSyncs}`,
  ];
}
