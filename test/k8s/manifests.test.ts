import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { folderOf, renderGroup } from "./rendered-group.ts";

const three = { redis: ["redis-0", "redis-1", "redis-2"], proxy: ["redis-proxy"] };
const sentinels = ["redis-sentinel-0", "redis-sentinel-1", "redis-sentinel-2"];
const overlays = [
  ["staging", three],
  ["production", three],
  ["persistent", three],
  ["single", { redis: ["redis-0"], proxy: [] }],
] as const;

describe.each(overlays)("the overlay %s", (overlay, { redis, proxy }) => {
  const group = renderGroup(`overlays/${overlay}`);
  const specs = group.sets.map(({ template }) => template.spec);

  test("carries the application's name and no namespace", () => {
    for (const { metadata } of group.objects) {
      expect(metadata.labels).toMatchObject({ "app.kubernetes.io/name": "redis-ha" });
      expect(metadata.namespace).toBeUndefined();
    }
  });

  test("keeps every rule of the Pod Security level restricted, and gives no pod a token", () => {
    for (const { automountServiceAccountToken, securityContext } of specs) {
      expect(automountServiceAccountToken).toBe(false);
      expect(securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } });
    }
    for (const { securityContext } of group.containers) {
      expect(securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
      });
    }
  });

  test("lets each Service reach the pods that it is for, and no others", () => {
    const reached = Object.fromEntries(group.services.map(({ name, selector }) => [name, group.selected(selector)]));
    expect(reached).toEqual({
      redis: overlay === "single" ? redis : proxy,
      "redis-headless": redis,
      "redis-sentinel": sentinels,
      "redis-sentinel-headless": sentinels,
      ...Object.fromEntries([...redis, ...sentinels].map((pod) => [pod, [pod]])),
    });
  });

  test("gives every pod that announces an address one that is there before it is ready", () => {
    for (const name of [...redis, ...sentinels, "redis-headless", "redis-sentinel-headless"]) {
      expect(group.services.find((one) => one.name === name)?.publishNotReadyAddresses, name).toBe(true);
    }
    for (const name of ["redis", "redis-sentinel"]) {
      expect(group.services.find((one) => one.name === name)?.publishNotReadyAddresses, name).toBeUndefined();
    }
  });

  test("takes pods of each kind one at a time (F21), and selects by labels that only they carry", () => {
    const sets = Object.fromEntries(
      group.sets.map(({ name, selector }) => [name, group.selected(selector.matchLabels)]),
    );
    const budgets = Object.fromEntries(
      group.budgets.map(({ name, maxUnavailable, selector }) => [
        name,
        [maxUnavailable, group.selected(selector.matchLabels)],
      ]),
    );
    const kinds = { redis, "redis-sentinel": sentinels, ...(proxy.length > 0 && { "redis-proxy": proxy }) };
    expect(sets).toEqual(kinds);
    expect(budgets).toEqual(Object.fromEntries(Object.entries(kinds).map(([name, pods]) => [name, [1, pods]])));
  });

  test("spreads its pods over nodes", () => {
    const rule = overlay === "production" ? "requiredDuring" : "preferredDuring";
    for (const { affinity, containers } of specs.filter(({ containers: [one] }) => one?.name !== "proxy")) {
      expect(Object.keys(affinity?.podAntiAffinity ?? {}), containers[0]?.name).toEqual([
        `${rule}SchedulingIgnoredDuringExecution`,
      ]);
    }
  });

  test("mounts only volumes that are there, and scripts that exist", () => {
    for (const { template, volumeClaimTemplates } of group.sets) {
      const { volumes, containers } = template.spec;
      const names = [...volumes.map(({ name }) => name), ...volumeClaimTemplates.map(({ metadata }) => metadata.name)];
      expect(new Set(names).size).toBe(names.length);
      for (const { volumeMounts, command, lifecycle } of containers) {
        for (const { name } of volumeMounts) expect(names).toContain(name);
        const paths = [command[1], lifecycle?.preStop.exec.command[1]].filter((path) => path?.startsWith("/scripts/"));
        for (const path of paths) expect(Object.keys(group.scripts)).toContain(path?.replace("/scripts/", ""));
      }
    }
  });

  test("asks for memory and limits it, above what Redis may take, and never limits processor time (F15)", () => {
    for (const { resources } of group.containers) {
      expect(Object.keys(resources.requests)).toEqual(["cpu", "memory"]);
      expect(Object.keys(resources.limits)).toEqual(["memory"]);
    }
    const limit = group.containers.find(({ name }) => name === "redis")?.resources.limits["memory"] ?? "";
    expect(mebibytes(limit)).toBeGreaterThanOrEqual(mebibytes(group.settings["MAXMEMORY"] ?? "") * 1.4);
  });

  test("counts as many members as it has, and asks a majority of the Sentinels", () => {
    const replicas = Object.fromEntries(group.sets.map((set) => [set.name, `${set.replicas}`]));
    expect(group.settings).toMatchObject({
      REPLICAS: replicas["redis"],
      SENTINELS: replicas["redis-sentinel"],
      QUORUM: "2",
    });
    expect(group.settings["MIN_REPLICAS_TO_WRITE"]).toBe(overlay === "single" ? "0" : "1");
  });

  test("keeps data on volumes only where that is what it is for", () => {
    const claims = group.sets.flatMap(({ volumeClaimTemplates }) => volumeClaimTemplates);
    expect(claims).toHaveLength(overlay === "persistent" ? 2 : 0);
  });

  test("holds no secret, and gives the password by reference alone", () => {
    expect(group.objects.some(({ kind }) => kind === "Secret")).toBe(false);
    for (const { env } of group.containers) {
      expect(env.find(({ name }) => name === "PASSWORD")).toEqual({
        name: "PASSWORD",
        valueFrom: { secretKeyRef: { name: "redis-ha", key: "password", optional: true } },
      });
    }
  });
});

function mebibytes(text: string): number {
  const [, number = "", unit = ""] = /^(\d+)(\w+)$/.exec(text) ?? [];
  return Number(number) * (unit.toLowerCase().startsWith("g") ? 1024 : 1);
}

test("each of the runbook's files keeps its name", () => {
  const files = ["redis-sentinel-service", "redis-sentinel-service-headless", "redis-sentinel-statefulset"];
  for (const path of [
    ...[...files, "redis-service", "redis-statefulset"].map((file) => `base/${file}`),
    "bootstrap/redis-master",
  ]) {
    expect(readFileSync(folderOf(`${path}.yml`), "utf8")).toContain("kind:");
  }
});
