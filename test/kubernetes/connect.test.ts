import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { loadKubeConfig } from "../../src/kubernetes/connect.ts";

const directory = mkdtempSync(join(tmpdir(), "redis-ha-bot-connect-"));
afterAll(() => rmSync(directory, { recursive: true }));

function kubeconfig(change: { cluster?: object; context?: object; user?: object } = {}): string {
  const path = join(directory, `${Math.random()}`);
  const config = {
    "current-context": "here",
    clusters: [{ name: "c", cluster: { server: "https://10.0.0.1:6443", ...change.cluster } }],
    users: [{ name: "u", user: { token: "t", ...change.user } }],
    contexts: [{ name: "here", context: { cluster: "c", user: "u", ...change.context } }],
  };
  writeFileSync(path, JSON.stringify(config));
  return path;
}

test("a good kubeconfig is taken, with the context that is asked for", () => {
  expect(loadKubeConfig({ kubeconfig: kubeconfig(), context: "here" }).getCurrentCluster()?.server).toBe(
    "https://10.0.0.1:6443",
  );
});

test.each([
  ["a file that is not there", () => ({ kubeconfig: join(directory, "nope") }), /cannot be read: ENOENT/],
  [
    "a context that is not there",
    () => ({ kubeconfig: kubeconfig(), context: "there" }),
    /has no context there; it has: here/,
  ],
  [
    "a cluster that is not there",
    () => ({ kubeconfig: kubeconfig({ context: { cluster: "x" } }) }),
    /names no known cluster/,
  ],
  ["a user that is not there", () => ({ kubeconfig: kubeconfig({ context: { user: "x" } }) }), /names no known user/],
  ["a server that is no URL", () => ({ kubeconfig: kubeconfig({ cluster: { server: "here" } }) }), /is no URL: here/],
  ["plain http", () => ({ kubeconfig: kubeconfig({ cluster: { server: "http://h:1" } }) }), /insecure-skip-tls-verify/],
  [
    "a key file that is not there",
    () => ({ kubeconfig: kubeconfig({ user: { "client-key": "/nowhere/key" } }) }),
    /points to \/nowhere\/key, which cannot be read/,
  ],
  ["no file outside a cluster", () => ({}), /this is not a pod of a cluster/],
])("%s is a clear fault", (_what, address, text) => {
  expect(() => loadKubeConfig(address())).toThrow(expect.objectContaining({ code: "config-invalid" }));
  expect(() => loadKubeConfig(address())).toThrow(text);
});

test("a file that is no kubeconfig is a clear fault", () => {
  const path = join(directory, "words");
  writeFileSync(path, "just words");
  expect(() => loadKubeConfig({ kubeconfig: path })).toThrow(expect.objectContaining({ code: "config-invalid" }));
  writeFileSync(path, "");
  expect(() => loadKubeConfig({ kubeconfig: path })).toThrow(expect.objectContaining({ code: "config-invalid" }));
});
