import { spawn } from "node:child_process";
import { once } from "node:events";
import { KubeConfig } from "@kubernetes/client-node";
import type { Role } from "./access.ts";
import { type ApiServer, startApiServer } from "./api/start-api-server.ts";
import type { ContainerRuntime } from "./container-runtime.ts";
import { createStore, type Store } from "./store.ts";

type Called = { readonly code: number; readonly body: unknown; readonly headers: Headers };
type CallOptions = {
  readonly type?: string;
  readonly role?: Role | "nobody";
  readonly headers?: Record<string, string>;
};

/** An API server without controllers and kubelet: its containers run commands of this machine. */
export type ApiUnderTest = {
  readonly store: Store;
  readonly server: ApiServer;
  readonly config: (role: Role) => KubeConfig;
  readonly call: (method: string, path: string, body?: unknown, options?: CallOptions) => Promise<Called>;
};

export async function startApiUnderTest(): Promise<ApiUnderTest> {
  const store = createStore();
  let given = 0;
  const next = (): string => {
    given += 1;
    return `127.40.0.${given}`;
  };
  const server = await startApiServer({ store, runtime: localRuntime, addresses: { next } });
  const config = (role: Role): KubeConfig => {
    const loaded = new KubeConfig();
    loaded.loadFromString(server.kubeConfigFor(role));
    return loaded;
  };
  return {
    store,
    server,
    config,
    async call(method, path, body, { type = "application/json", role = "admin", headers = {} } = {}) {
      const token = role === "nobody" ? undefined : config(role).getCurrentUser()?.token;
      const response = await fetch(`${server.url}${path}`, {
        method,
        headers: { ...headers, ...(token && { Authorization: `Bearer ${token}` }), "Content-Type": type },
        ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
        signal: AbortSignal.timeout(5_000),
      });
      const text = await response.text();
      const isJson = response.headers.get("content-type")?.includes("json") && !path.includes("watch=");
      return { code: response.status, body: isJson ? JSON.parse(text) : text, headers: response.headers };
    },
  };
}

/** Runs commands of this machine, whatever the container. */
export const localRuntime: ContainerRuntime = {
  async exec(_target, [file = "", ...args], { stdin, stdout, stderr, signal }) {
    const child = spawn(file, args, { signal });
    const ended = once(child, "close");
    if (stdin) stdin.pipe(child.stdin);
    else child.stdin.end();
    child.stdout.pipe(stdout);
    child.stderr.pipe(stderr);
    const [code] = await ended;
    return { exitCode: typeof code === "number" ? code : 137 };
  },
  async *logs(_target, { tailLines }) {
    yield* ["first\n", "second\n"].slice(tailLines === undefined ? 0 : -tailLines);
  },
};
