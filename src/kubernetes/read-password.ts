import type { CoreV1Api } from "@kubernetes/client-node";
import { Fault } from "../domain/fault.ts";
import type { Cluster } from "../flows/ports.ts";
import type { Call } from "./call.ts";

/** From a Secret's key, byte for byte as containers get it; undefined where Secret or key is absent or empty. */
export function createReadPassword(deps: {
  readonly core: CoreV1Api;
  readonly call: Call;
  readonly secretName: string;
  readonly secretKey: string;
}): Cluster["readPassword"] {
  const { core, call, secretName: name, secretKey } = deps;
  return async function readPassword(namespace, signal) {
    try {
      const what = `reading the Secret ${namespace}/${name}`;
      const secret = await call(what, (options) => core.readNamespacedSecret({ namespace, name }, options), signal);
      const value = secret.data?.[secretKey];
      return value === undefined || value === "" ? undefined : Buffer.from(value, "base64").toString("utf8");
    } catch (error) {
      if (error instanceof Fault && error.code === "kubernetes-not-found") return undefined;
      throw error;
    }
  };
}
