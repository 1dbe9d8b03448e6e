import { describe, expect, test } from "vitest";
import { Fault } from "../src/domain/fault.ts";
import { createLog } from "../src/log.ts";
import { createSecrets } from "../src/secrets.ts";

async function written(
  write: (log: Awaited<ReturnType<typeof createLog>>) => void,
): Promise<Record<string, unknown>[]> {
  const lines: string[] = [];
  const secrets = createSecrets(["hunter22"]);
  const log = await createLog({ level: "info", secrets, to: { write: (line: string) => lines.push(line) } });
  write(log);
  return lines.map((line) => JSON.parse(line));
}

describe("log", () => {
  test("a line has its ids, its message, its level and the time, and nothing of the machine", async () => {
    const [line] = await written((log) => log.info({ group: "shop/mymaster", jobId: "j1" }, "job started"));
    expect(line).toEqual({
      level: 30,
      time: expect.stringMatching(/^\d{4}-.*Z$/),
      group: "shop/mymaster",
      jobId: "j1",
      msg: "job started",
    });
  });

  test("no secret is written: neither by its value nor by its form nor by its name", async () => {
    const cause = new Error("AUTH hunter33 was refused");
    const lines = await written((log) => {
      log.warn({ err: new Fault("redis-auth", "wrong password hunter22", { cause }) }, "said hunter22");
      log.error({ slack: { token: "abc", text: "xoxb-1-2-three" }, list: ["redis://u:hunter44@host:6379"] }, "oops");
    });
    const text = JSON.stringify(lines);
    expect(text).not.toMatch(/hunter|xoxb-1|"abc"/);
    expect(lines[0]).toMatchObject({ err: { type: "Fault", code: "redis-auth", cause: { type: "Error" } } });
  });

  test("levels below the wanted one are not written", async () => {
    expect(await written((log) => log.debug({}, "detail"))).toEqual([]);
  });

  test("a value that refers to itself does not end the process", async () => {
    const loop: Record<string, unknown> = {};
    loop["self"] = loop;
    expect(await written((log) => log.info({ loop }, "looped"))).toHaveLength(1);
  });
});
