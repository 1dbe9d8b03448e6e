import { useState } from "react";
import type { Json } from "../page-api.ts";
import { sendRequest } from "./workspace/send-request.ts";
import type { Request } from "./workspace/slack-context.ts";

/** Sends what this person does, and keeps the reason of the last refusal until it is dismissed or something goes well. */
export function useRequests(userId: string) {
  const [refusal, setRefusal] = useState<string>();
  return {
    refusal,
    dismiss: () => setRefusal(undefined),
    async send(request: Request): Promise<Json | undefined> {
      try {
        const answer = await sendRequest({ ...request, userId });
        setRefusal(undefined);
        return answer;
      } catch (error) {
        setRefusal(error instanceof Error ? error.message : String(error));
        return undefined;
      }
    },
  };
}
