import { describe, expect, test } from "vitest";
import { redact } from "../../src/domain/redact.ts";

describe("redact", () => {
  test.each([
    ["AUTH hunter22", "AUTH ***"],
    ["AUTH default hunter22", "AUTH ***"],
    ["SENTINEL SET mymaster auth-pass hunter22", "SENTINEL SET mymaster auth-pass ***"],
    ["CONFIG SET requirepass hunter22", "CONFIG SET requirepass ***"],
    ["config set masterauth 'hunter 22'", "config set masterauth ***"],
    ['{"requirepass":"hunter22"}', '{"requirepass":***'],
    ["redis-cli -a hunter22 role", "redis-cli -a *** role"],
    ["redis-server --requirepass hunter22 --port 1", "redis-server --requirepass *** --port 1"],
    ["REDISCLI_AUTH=hunter22 redis-cli role", "REDISCLI_AUTH=***"],
    ["redis://user:hunter22@10.0.0.1:6379/0", "redis://***@10.0.0.1:6379/0"],
    ["token xoxb-12-34-ab and xapp-1-A-2", "token *** and ***"],
    ["one\nAUTH hunter22\ntwo", "one\nAUTH ***\ntwo"],
  ])("%j is shown as %j", (text, shown) => {
    expect(redact(text, [])).toBe(shown);
  });

  test.each([
    "NOAUTH Authentication required.",
    "REPLICAOF 10.0.0.1 6379",
    "SENTINEL MONITOR mymaster 10.0.0.1 6379 2",
    "author: @operator",
    "kubectl exec redis-0 -c redis -- redis-cli role",
  ])("%j is shown as it is", (text) => {
    expect(redact(text, [])).toBe(text);
  });

  test("a known value is struck out wherever it stands, the longer one first", () => {
    expect(redact("reply abcd and abcdef", ["abcd", "abcdef"])).toBe("reply *** and ***");
  });

  test("a value that is too short to be told from other text is left to the forms", () => {
    expect(redact("a master of masters", ["a", ""])).toBe("a master of masters");
  });
});
