import { randomBytes } from "node:crypto";
import { botRules, type Rule } from "../bot-rules.ts";
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
const core = ["pods", "services", "configmaps", "events", "namespaces", "replicationcontrollers"];

const seen: readonly Rule[] = [
  { apiGroups: [""], resources: core, verbs: read },
  { apiGroups: [""], resources: ["pods/log"], verbs: ["get"] },
  { apiGroups: ["apps"], resources: ["statefulsets", "deployments", "replicasets"], verbs: read },
  { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: read },
];

// The bot has what its Roles give it, in every namespace, and what a viewer sees. An exec over a WebSocket is a GET, so the verb `get`.
const rulesOf: Record<Exclude<Role, "admin">, readonly Rule[]> = {
  viewer: seen,
  bot: [...seen, ...botRules("watched"), ...botRules("deploys")],
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

function allows(user: User, { resource, subresource, name, verb }: Request): boolean {
  if (user.role === undefined) return false;
  if (user.role === "admin") return true;
  const path = subresource ? `${resource.plural}/${subresource}` : resource.plural;
  return rulesOf[user.role].some(
    ({ apiGroups, resources, resourceNames, verbs }) =>
      apiGroups.includes(resource.group) &&
      resources.includes(path) &&
      verbs.includes(verb) &&
      (resourceNames === undefined || (name !== undefined && resourceNames.includes(name))),
  );
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
