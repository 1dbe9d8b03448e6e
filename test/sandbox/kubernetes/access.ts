import { randomBytes } from "node:crypto";
import { qualifiedName, type Resource } from "./resources.ts";
import { StatusError, unauthorized } from "./status-error.ts";

export type Role = "admin" | "bot" | "viewer";
export type User = { readonly name: string; readonly role?: Role };
type Request = {
  readonly verb: string;
  readonly resource: Pick<Resource, "plural" | "group">;
  readonly subresource?: string | undefined;
  readonly namespace: string;
  readonly name?: string | undefined;
};

const userNames: Record<Role, string> = {
  admin: "kubernetes-admin",
  bot: "system:serviceaccount:redis-ha-bot:redis-ha-bot",
  viewer: "system:serviceaccount:redis-ha-bot:viewer",
};

const read = ["get", "list", "watch"];
type Rules = Readonly<Record<string, readonly string[]>>;

const seen: Rules = {
  pods: read,
  "pods/log": ["get"],
  services: read,
  configmaps: read,
  events: read,
  namespaces: read,
  replicationcontrollers: read,
  statefulsets: read,
  deployments: read,
  replicasets: read,
  endpointslices: read,
};

// The bot has what `k8s/bot/watched/role.yml` gives it, and what a viewer sees. An exec over a WebSocket is a GET, so the verb `get`.
const rulesOf: Record<Exclude<Role, "admin">, Rules> = {
  viewer: seen,
  bot: { ...seen, pods: [...read, "patch"], "pods/exec": ["get", "create"], secrets: ["get"] },
};

/** Bearer tokens of one life of the sandbox, and what each may do. */
export type Access = {
  readonly tokenOf: (role: Role) => string;
  /** Who sends this Authorization header. No header is `system:anonymous`; an unknown token is a 401. */
  readonly authenticate: (header: string | undefined) => User;
  readonly allows: (user: User, request: Request) => boolean;
  /** Throws the 403 of a real API server where the user may not. */
  readonly check: (user: User, request: Request) => void;
};

export function createAccess(): Access {
  const tokens = { admin: newToken(), bot: newToken(), viewer: newToken() };
  const roles: readonly Role[] = ["admin", "bot", "viewer"];

  function authenticate(header: string | undefined): User {
    if (header === undefined) return { name: "system:anonymous" };
    const token = /^Bearer\s+(\S+)$/i.exec(header)?.[1];
    const role = roles.find((candidate) => tokens[candidate] === token);
    if (!role) throw unauthorized();
    return { name: userNames[role], role };
  }
  return {
    tokenOf: (role) => tokens[role],
    authenticate,
    allows,
    check(user, request) {
      if (!allows(user, request)) throw forbidden(user, request);
    },
  };
}

function newToken(): string {
  return randomBytes(24).toString("base64url");
}

function allows(user: User, request: Request): boolean {
  if (user.role === undefined) return false;
  if (user.role === "admin") return true;
  const path = request.subresource ? `${request.resource.plural}/${request.subresource}` : request.resource.plural;
  return rulesOf[user.role][path]?.includes(request.verb) ?? false;
}

function forbidden(user: User, request: Request): StatusError {
  const { resource, namespace, name } = request;
  const what = name === undefined ? qualifiedName(resource) : `${qualifiedName(resource)} "${name}"`;
  const path = request.subresource ? `${resource.plural}/${request.subresource}` : resource.plural;
  const where = namespace === "" ? "at the cluster scope" : `in the namespace "${namespace}"`;
  return new StatusError({
    code: 403,
    reason: "Forbidden",
    message: `${what} is forbidden: User "${user.name}" cannot ${request.verb} resource "${path}" in API group "${resource.group}" ${where}`,
    details: {
      ...(name === undefined ? {} : { name }),
      ...(resource.group === "" ? {} : { group: resource.group }),
      kind: resource.plural,
    },
  });
}
