import { afterAll, afterEach, expect, test } from "vitest";
import type { Panel } from "../sandbox/slack/page-api.ts";
import { createPages } from "./open-page.ts";

const pages = createPages();
afterEach(async () => expect(await pages.closeAll()).toEqual([]));
afterAll(pages.stop);

const faults = [
  { id: "kill-master", title: "Kill the master", explain: "SIGKILL to its redis-server." },
  { id: "delete-all-redis", title: "Delete all Redis pods", explain: "At once, as the runbook's Recovery tells." },
];

test("a fault is done, its result is said, and the pods' states follow", async () => {
  let members: Panel["members"] = [{ pod: "redis-0", ip: "127.20.0.11", state: "Running" }];
  const { page } = await pages.open(() => {}, {
    panel: {
      faults,
      members: () => members,
      async run(faultId) {
        members = [{ pod: "redis-0", ip: "127.20.0.12", state: "Pending" }];
        return `${faultId}: redis-0 was killed`;
      },
    },
  });
  const panel = page.getByRole("complementary", { name: "Sandbox" });
  const pod = panel.getByRole("row").filter({ hasText: "redis-0" });
  expect(await pod.textContent()).toBe("redis-0127.20.0.11Running");

  const kill = panel.getByRole("button", { name: "Kill the master" });
  expect(await kill.textContent()).toContain("SIGKILL to its redis-server.");
  await kill.click();
  await panel.getByRole("status").getByText("kill-master: redis-0 was killed").waitFor();
  await expect.poll(() => pod.textContent()).toBe("redis-0127.20.0.12Pending");
});

test("a sandbox that breaks nothing and suggests nothing has no panel", async () => {
  const { page } = await pages.open(() => {});
  expect(await page.getByRole("complementary", { name: "Sandbox" }).count()).toBe(0);
});
