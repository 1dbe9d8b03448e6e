import type { V1EnvVar } from "@kubernetes/client-node";
import { beforeAll, describe, expect, test } from "vitest";
import type { Suite } from "./clients.ts";
import { shell } from "./run-in-pod.ts";
import { idle, scriptPod, untilPod, untilRunning } from "./test-pod.ts";

const env: V1EnvVar[] = [
  { name: "PLAIN", value: "plain" },
  { name: "COMPOSED", value: "$(PLAIN)-$(NOT_SET)-$$(PLAIN)" },
  { name: "POD_NAME", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
  { name: "NAMESPACE", valueFrom: { fieldRef: { fieldPath: "metadata.namespace" } } },
  { name: "POD_UID", valueFrom: { fieldRef: { fieldPath: "metadata.uid" } } },
  { name: "NODE", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } },
  { name: "APP", valueFrom: { fieldRef: { fieldPath: "metadata.labels['app']" } } },
  { name: "QUORUM", valueFrom: { configMapKeyRef: { name: "settings", key: "QUORUM" } } },
  { name: "PASSWORD", valueFrom: { secretKeyRef: { name: "secret", key: "password" } } },
  { name: "ABSENT", valueFrom: { secretKeyRef: { name: "nowhere", key: "password", optional: true } } },
  { name: "SCRIPTS_DIR", value: "/scripts" },
];

export function describeEnvironment(suite: Suite): void {
  describe("a container's environment and files", () => {
    let target = { namespace: "", name: "env" };
    beforeAll(async () => {
      const namespace = await suite.kubernetes().freshNamespace();
      target = { ...target, namespace };
      const { core } = suite.admin();
      const service = { selector: { app: "nobody" }, ports: [{ name: "sentinel", port: 26379 }] };
      await core.createNamespacedService({ namespace, body: { metadata: { name: "redis-sentinel" }, spec: service } });
      const settings = { QUORUM: "2", MASTER_NAME: "mymaster", "not-a-variable.sh": "x" };
      await core.createNamespacedConfigMap({ namespace, body: { metadata: { name: "settings" }, data: settings } });
      const scripts = { "hello.sh": 'echo "hello from $(basename "$0"), $1"\n', "other.txt": "other" };
      await core.createNamespacedConfigMap({ namespace, body: { metadata: { name: "scripts" }, data: scripts } });
      const secret = { metadata: { name: "secret" }, stringData: { password: "s3cret" } };
      await core.createNamespacedSecret({ namespace, body: secret });
      const pod = scriptPod(target.name, `sh "$SCRIPTS_DIR/hello.sh" you > "$DATA_DIR/hello"; ${idle}`, {
        env,
        envFrom: [
          { configMapRef: { name: "settings" }, prefix: "FROM_" },
          { secretRef: { name: "no", optional: true } },
        ],
        volumeMounts: [{ name: "scripts", mountPath: "/scripts" }],
      });
      const volumes = [
        ...(pod.spec?.volumes ?? []),
        { name: "scripts", configMap: { name: "scripts", defaultMode: 0o755 } },
      ];
      await core.createNamespacedPod({ namespace, body: { ...pod, spec: { containers: [], ...pod.spec, volumes } } });
      await untilRunning(suite.admin(), namespace, target.name);
    });

    const echo = (line: string) => shell(suite.admin().config, target, `echo "${line}"`);

    test("values may name earlier ones; unknown and escaped names stay as they are", async () => {
      expect(await echo("$COMPOSED")).toBe("plain-$(NOT_SET)-$(PLAIN)");
    });

    test("the pod's own fields are there", async () => {
      const pod = await suite.admin().core.readNamespacedPod(target);
      expect(await echo("$POD_NAME $NAMESPACE $POD_UID $APP $POD_IP $NODE")).toBe(
        `env ${target.namespace} ${pod.metadata?.uid} env ${pod.status?.podIP} ${pod.spec?.nodeName}`,
      );
    });

    test("config maps and Secrets give single values and, with a prefix, all of them", async () => {
      expect(await echo("$QUORUM $PASSWORD $FROM_QUORUM $FROM_MASTER_NAME")).toBe("2 s3cret 2 mymaster");
    });

    test("an optional Secret that is not there leaves its variable unset", async () => {
      expect(await shell(suite.admin().config, target, "printenv ABSENT || echo unset")).toBe("unset");
    });

    test("Services that were there first are named by address and port", async () => {
      const service = await suite.admin().core.readNamespacedService({ ...target, name: "redis-sentinel" });
      expect(
        await echo("$REDIS_SENTINEL_SERVICE_HOST $REDIS_SENTINEL_SERVICE_PORT $REDIS_SENTINEL_SERVICE_PORT_SENTINEL"),
      ).toBe(`${service.spec?.clusterIP} 26379 26379`);
    });

    test("a config map is mounted as files", async () => {
      expect(await shell(suite.admin().config, target, 'cat "$DATA_DIR/hello"')).toBe("hello from hello.sh, you");
      expect(await shell(suite.admin().config, target, 'cat "$SCRIPTS_DIR/other.txt"')).toBe("other");
    });

    test("a required Secret that is not there keeps the container from being created", async () => {
      const { core } = suite.admin();
      const missing: V1EnvVar[] = [{ name: "P", valueFrom: { secretKeyRef: { name: "nowhere", key: "password" } } }];
      const { namespace } = target;
      await core.createNamespacedPod({ namespace, body: scriptPod("missing", idle, { env: missing }) });
      const pod = await untilPod(suite.admin(), { namespace, name: "missing", what: "waiting" }, ({ status }) => {
        return status?.containerStatuses?.[0]?.state?.waiting?.reason === "CreateContainerConfigError";
      });
      expect(pod.status?.containerStatuses?.[0]?.state?.waiting?.message).toBe('secret "nowhere" not found');
      expect(pod.status?.phase).toBe("Pending");
    });
  });
}
