import { identity } from "../state/identity.ts";
import type { ApiMethods } from "./api-method.ts";

/** `openConnection` gives the path of a new Socket Mode ticket. */
export function authMethods(deps: { readonly openConnection: () => string }): ApiMethods {
  return {
    "api.test": { token: "any", tier: "none", run: (_state, args) => ({ args }) },
    "auth.test": {
      token: "bot",
      tier: "none",
      run: (state) => ({
        url: `${state.baseUrl()}/`,
        team: identity.teamName,
        team_id: identity.teamId,
        user: state.workspace.appName,
        user_id: identity.botUserId,
        bot_id: identity.botId,
        is_enterprise_install: false,
      }),
    },
    "apps.connections.open": {
      token: "app",
      tier: "none",
      run: (state) => ({ url: `${state.baseUrl().replace("http", "ws")}${deps.openConnection()}` }),
    },
    "bots.info": {
      token: "bot",
      scope: "users:read",
      tier: 3,
      run: (state) => ({
        bot: {
          id: identity.botId,
          app_id: identity.appId,
          user_id: identity.botUserId,
          name: state.workspace.appName,
          deleted: false,
          updated: 0,
        },
      }),
    },
  };
}
