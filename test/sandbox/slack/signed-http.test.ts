import { createServer, type IncomingMessage } from "node:http";
import { isValidSlackRequest } from "@slack/bolt";
import { afterEach, expect, test } from "vitest";
import { testSettings } from "./bolt-app.ts";
import { readBody } from "./routes/read-body.ts";
import { startSlack } from "./start-slack.ts";

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

type Received = { readonly request: IncomingMessage; readonly body: string; readonly isSigned: boolean };

/** A bare app: keeps every request, and answers the challenge with itself and the rest with `status`. */
async function bareApp(status: number, signingSecret = testSettings.app.signingSecret) {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const body = await readBody(request);
    const isSigned = isValidSlackRequest({
      signingSecret,
      body,
      headers: {
        "x-slack-signature": String(request.headers["x-slack-signature"]),
        "x-slack-request-timestamp": Number(request.headers["x-slack-request-timestamp"]),
      },
    });
    if (isSigned && body.includes("url_verification")) {
      response.end(body);
      return;
    }
    received.push({ request, body, isSigned });
    response.writeHead(isSigned ? status : 401).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  cleanUps.push(() => new Promise((resolve) => server.close(resolve)));
  return { received, url: `http://127.0.0.1:${port}/slack/events` };
}

async function slackFor(requestUrl: string) {
  const slack = await startSlack({ ...testSettings, timings: { redeliverAfterMs: [10, 10, 10] } });
  cleanUps.push(slack.close);
  await slack.setRequestUrl(requestUrl);
  return slack;
}

test("commands are signed forms, clicks a payload in a form, events JSON", async () => {
  const app = await bareApp(200);
  const slack = await slackFor(app.url);
  await slack.as("olga").command("/redis status & more");
  await slack.as("olga").openHome();

  await expect.poll(() => app.received.length).toBe(2);
  expect(app.received.map(({ request, isSigned }) => [request.headers["content-type"], isSigned])).toEqual([
    ["application/x-www-form-urlencoded", true],
    ["application/json", true],
  ]);
  expect(new URLSearchParams(app.received[0]?.body).get("text")).toBe("status & more");
});

test("an event that the app fails comes three times more, with the retry headers", async () => {
  const app = await bareApp(500);
  const slack = await slackFor(app.url);
  await slack.as("olga").openHome();

  await expect.poll(() => app.received.length).toBe(4);
  const headers = app.received.map(({ request }) => request.headers);
  expect(headers.map((one) => [one["x-slack-retry-num"], one["x-slack-retry-reason"]])).toEqual([
    [undefined, undefined],
    ["1", "http_error"],
    ["2", "http_error"],
    ["3", "http_error"],
  ]);
});

test("a command that the app answers with an error shows the status to the person", async () => {
  const app = await bareApp(404);
  const slack = await slackFor(app.url);
  const olga = slack.as("olga");
  await olga.command("/redis status");

  expect(olga.notices()).toEqual(['/redis failed with the error "dispatch_failed" (http_error 404)']);
});

test("an address whose app has another signing secret cannot be saved", async () => {
  const app = await bareApp(200, "another secret");

  await expect(slackFor(app.url)).rejects.toThrow("did not answer the challenge: 401");
});
