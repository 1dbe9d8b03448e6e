import { expect, test } from "vitest";
import { createSlackClient } from "../../src/slack/client.ts";
import { createDirectory } from "../../src/slack/directory.ts";
import { createFakeClock } from "../fakes/clock.ts";
import { testSettings } from "../sandbox/slack/bolt-app.ts";
import { startSlack } from "../sandbox/slack/start-slack.ts";

test("user groups are read once a minute, and again after a failure; names once", async () => {
  const slack = await startSlack(testSettings);
  const clock = createFakeClock();
  const directory = createDirectory({ client: createSlackClient("xoxb-test", slack.apiUrl), clock });
  const calls = (method: string) => slack.calls().filter((call) => call.method === method).length;

  slack.faults.failNext("usergroups.list", "missing_scope");
  await expect(directory.userGroups("U1")).rejects.toMatchObject({ code: "slack-refused" });
  expect(await Promise.all([directory.userGroups("U1"), directory.userGroups("U2")])).toEqual([["S1"], []]);
  expect(calls("usergroups.list")).toBe(2);
  await clock.advance(60_000);
  await directory.userGroups("U1");
  expect(calls("usergroups.list")).toBe(3);

  expect([await directory.displayName("U1"), await directory.displayName("U1")]).toEqual(["olga", "olga"]);
  expect(calls("users.info")).toBe(1);
  await slack.close();
});
