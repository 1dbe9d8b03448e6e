/** The ids that a workspace gives to itself and to the installed app. */
export const identity = {
  teamId: "T0SANDBOX",
  teamName: "Sandbox",
  teamDomain: "sandbox",
  appId: "A0REDISHA",
  botId: "B0REDISHA",
  botUserId: "U0REDISHA",
  /** Deprecated by Slack, still in every payload. */
  verificationToken: "sandbox-verification-token",
} as const;
