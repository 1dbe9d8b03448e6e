import { expect, test } from "vitest";
import { refusedAct, unanswered } from "../../src/redis/redis-fault.ts";

const at = { host: "10.0.0.1", port: 6379 };

test.each([
  [{ kind: "refused" }, "redis-unreachable", /10\.0\.0\.1:6379 refuses connections/],
  [{ kind: "silent", afterMs: 900 }, "redis-unreachable", /within 900 ms/],
  [{ kind: "no-address" }, "redis-unreachable", /no address/],
  [{ kind: "loading", text: "LOADING" }, "redis-refused", /loading/],
  [{ kind: "denied", reason: "auth", text: "NOAUTH" }, "redis-auth", /password/],
  [{ kind: "denied", reason: "protected-mode", text: "DENIED" }, "redis-refused", /protected mode/],
  [{ kind: "error", text: "reset" }, "redis-unreachable", /reset/],
] as const)("%j is a fault that says where and what", (answer, code, message) => {
  expect(unanswered(at, answer)).toMatchObject({ code, message: expect.stringMatching(message) });
});

test.each([
  ["READONLY You can't write against a read only replica.", /writes go to the master/],
  ["NOREPLICAS Not enough good replicas to write.", /min-replicas-to-write/],
  ["NOGOODSLAVE No suitable replica to promote", /no replica that it may promote/],
  ["ERR No such master with that name", /does not monitor/],
  ["ERR something else", /refused: ERR something else$/],
])("%s is quoted with what it means", (text, message) => {
  expect(refusedAct(at, text)).toMatchObject({ code: "redis-refused", message: expect.stringMatching(message) });
});
