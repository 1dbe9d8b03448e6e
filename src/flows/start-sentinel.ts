import { createHash } from "node:crypto";
import { Fault } from "../domain/fault.ts";
import { sentinelConf } from "../domain/plans/sentinel-conf.ts";
import { type Member, nameOf, type Step } from "../domain/plans/step.ts";
import type { Access, Cluster } from "./ports.ts";

/**
 * Fixed text: what varies comes by stdin, so nothing is ever put into a shell line. `BIND_ADDRESS` is absent in a
 * cluster (then Sentinel listens on all addresses). A Sentinel that ran here before keeps its id: under a new one at the
 * old address it would hear of its former self, greet it, and be listed by itself as one more Sentinel for ever.
 */
const script = [
  "set -e",
  "umask 077",
  'conf="$' + '{CONF_DIR:-/tmp}/sentinel.conf"',
  'id=$(sed -n "s/^sentinel myid \\([0-9a-f]\\{40\\}\\)\\$/\\1/p" "$conf" 2>/dev/null | tail -n 1)',
  'if [ -n "$id" ]; then sed "s/^sentinel myid .*/sentinel myid $id/" >"$conf.new"; else cat >"$conf.new"; fi',
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
    master: nameOf(step.master),
    settings: step.settings,
    own: nameOf(member),
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
