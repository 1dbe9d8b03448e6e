import type { ContainerTarget } from "../container-runtime.ts";
import type { Route } from "../route.ts";
import { absent, badRequest } from "../status-error.ts";
import type { Store } from "../store.ts";
import { containerTarget } from "./container-target.ts";

/** A command to run in a container, and which streams its caller wants. */
export type ExecRequest = {
  readonly target: ContainerTarget;
  readonly command: readonly string[];
  readonly stdin: boolean;
  readonly stdout: boolean;
  readonly stderr: boolean;
};

/** What an exec asks for; refused before anything is upgraded, in the order in which Kubernetes looks. */
export function readExecRequest(store: Store, route: Route, query: URLSearchParams): ExecRequest {
  const { node, ...target } = containerTarget(store, route, query.get("container"));
  if (node === "") throw badRequest(`pod ${target.pod} does not have a host assigned`);
  const wants = (stream: string): boolean => ["true", "1"].includes(query.get(stream) ?? "");
  if (wants("tty")) throw absent("terminals (exec with tty=true)");
  return {
    target,
    command: query.getAll("command"),
    stdin: wants("stdin"),
    stdout: wants("stdout"),
    stderr: wants("stderr"),
  };
}
