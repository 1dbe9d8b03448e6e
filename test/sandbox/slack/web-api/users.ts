import { type JsonObject, textOf } from "../json.ts";
import type { PageUser } from "../page-api.ts";
import { identity } from "../state/identity.ts";
import type { State } from "../state/state.ts";
import type { ApiMethods } from "./api-method.ts";
import { ApiRefusal } from "./api-refusal.ts";
import { requireUser } from "./lookup.ts";
import { pageOf } from "./page-of.ts";

export const userMethods: ApiMethods = {
  "users.info": { token: "bot", scope: "users:read", tier: 4, run: info },
  "users.list": { token: "bot", scope: "users:read", tier: 2, run: list },
  "usergroups.list": { token: "bot", scope: "usergroups:read", tier: 2, run: groups },
  "usergroups.users.list": { token: "bot", scope: "usergroups:read", tier: 2, run: groupUsers },
};

function info(state: State, args: JsonObject): JsonObject {
  const userId = textOf(args["user"]);
  if (userId === identity.botUserId) return { user: botUser(state) };
  return { user: apiUser(requireUser(state, userId)) };
}

function list(state: State, args: JsonObject): JsonObject {
  const page = pageOf([...state.workspace.users.map(apiUser), botUser(state)], args);
  return { members: page.items, response_metadata: page.metadata };
}

function groups(state: State, args: JsonObject): JsonObject {
  const withUsers = args["include_users"] === true;
  return {
    usergroups: state.workspace.userGroups.map((group) => ({
      id: group.id,
      team_id: identity.teamId,
      is_usergroup: true,
      handle: group.handle,
      name: group.name,
      user_count: group.users.length,
      date_delete: 0,
      ...(withUsers ? { users: group.users } : {}),
    })),
  };
}

function groupUsers(state: State, args: JsonObject): JsonObject {
  const group = state.workspace.userGroups.find((one) => one.id === textOf(args["usergroup"]));
  if (group === undefined) throw new ApiRefusal("no_such_subteam");
  return { users: group.users };
}

function apiUser(user: PageUser): JsonObject {
  return {
    id: user.id,
    team_id: identity.teamId,
    name: user.name,
    real_name: user.name,
    deleted: false,
    is_bot: false,
    is_app_user: false,
    tz: "Etc/UTC",
    profile: { display_name: user.name, real_name: user.name, title: user.about, team: identity.teamId },
  };
}

function botUser(state: State): JsonObject {
  const user = { id: identity.botUserId, name: state.workspace.appName, about: "" };
  return { ...apiUser(user), is_bot: true };
}
