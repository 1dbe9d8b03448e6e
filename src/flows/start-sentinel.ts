import { createHash } from "node:crypto";
import { Fault } from "../domain/fault.ts";
import { sentinelConf } from "../domain/plans/sentinel-conf.ts";
import type { Member, Step } from "../domain/plans/step.ts";
import type { Access, Cluster } from "./ports.ts";

/**
 * Fixed text: what varies comes by stdin, so nothing is ever put into a shell line. `BIND_ADDRESS` is absent in a
 * cluster (then Sentinel listens on all addresses).
 */
const script = [
  "set -e",
  "umask 077",
  'conf="$' + '{CONF_DIR:-/tmp}/sentinel.conf"',
  'cat >"$conf.new"',
  'if [ -n "$BIND_ADDRESS" ]; then echo "bind $BIND_ADDRESS" >>"$conf.new"; fi',
  'mv "$conf.new" "$conf"',
  'exec redis-sentinel "$conf" --daemonize yes',
].join("\n");

const timeoutMs = 10_000;

/** Starts a Sentinel in a pod whose start script waits for ever. Throws what the exec throws, or `kubernetes-refused`. */
export async function startSentinel(
  deps: { readonly cluster: Cluster },
  {
    step,
    member,
    namespace,
    access,
  }: {
    readonly step: Step & { readonly kind: "start-sentinel" };
    readonly member: Member;
    readonly namespace: string;
    readonly access: Access;
  },
): Promise<string> {
  const conf = sentinelConf({
    master: step.master.address,
    settings: step.settings,
    own: member.address,
    id: createHash("sha1").update(`${namespace}/${member.pod}`).digest("hex"),
    ...(access.password !== undefined && { password: access.password }),
  });
  const target = { namespace, pod: member.pod, container: member.container };
  const { exitCode, stderr } = await deps.cluster.exec(target, ["sh", "-c", script], { stdin: conf, timeoutMs });
  if (exitCode !== 0) {
    throw new Fault(
      "kubernetes-refused",
      `Starting a Sentinel in ${member.pod} ended with exit code ${exitCode}: ${stderr.trim().slice(0, 200)}`,
    );
  }
  return `${member.pod}: Sentinel started with a configuration that names ${step.master.pod}`;
}
