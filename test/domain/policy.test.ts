import { expect, test } from "vitest";
import { isProtected, mayApprove, mayDo, roleOf } from "../../src/domain/policy.ts";

const lists = {
  viewers: ["*"],
  operators: ["U1", "S1"],
  approvers: ["U2"],
  protectedNamespaces: ["*-production", "till"],
};

test("the highest list that names somebody, or a group of theirs, counts", () => {
  expect(roleOf(lists, "U2", []).role).toBe("approver");
  expect(roleOf(lists, "U9", ["S1"])).toEqual({ role: "operator", because: "operators list S1" });
  expect(roleOf(lists, "U9", [])).toEqual({ role: "viewer", because: "viewers list everybody" });
  expect(roleOf({ ...lists, viewers: [] }, "U9", []).role).toBe("none");
});

test("a viewer may look, and hears who may more", () => {
  expect(mayDo("viewer", "look")).toEqual({ kind: "allowed" });
  expect(mayDo("viewer", "request")).toMatchObject({
    kind: "refused",
    reason: expect.stringContaining("takes an operator"),
  });
});

test("in a protected namespace an approver decides, who is not the one that asked", () => {
  const job = { requesterId: "U1", needsSecondPerson: true, namespace: "till" };
  expect(mayApprove({ id: "U3", role: "operator" }, job).kind).toBe("refused");
  expect(mayApprove({ id: "U1", role: "approver" }, job)).toMatchObject({
    reason: expect.stringContaining("another person"),
  });
  expect(mayApprove({ id: "U2", role: "approver" }, job).kind).toBe("allowed");
  expect(mayApprove({ id: "U1", role: "operator" }, { ...job, needsSecondPerson: false }).kind).toBe("allowed");
});

test("a pattern protects whole names only", () => {
  expect(["shop-production", "till", "tills", "shop-production-2"].map((name) => isProtected(lists, name))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
