import { objectOf, textOf } from "../../json.ts";
import type { Json, PageRequest } from "../../page-api.ts";

// The app has three seconds to answer, and a fault of the side panel may take a while.
const timeoutMs = 30_000;

/** Does what the person did; rejects with the sandbox's reason, which is for them to read. */
export async function sendRequest(request: PageRequest): Promise<Json> {
  const response = await fetch(`/page/${request.kind}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(request),
    signal: AbortSignal.timeout(timeoutMs),
  });
  const answer: Json = await response.json();
  if (!response.ok) throw new Error(textOf(objectOf(answer)["error"]) || `The sandbox answered ${response.status}.`);
  return answer;
}
