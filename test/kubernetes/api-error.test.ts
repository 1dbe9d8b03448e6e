import { ApiException } from "@kubernetes/client-node";
import { expect, test } from "vitest";
import { Fault } from "../../src/domain/fault.ts";
import { toFault } from "../../src/kubernetes/api-error.ts";
import { DeadlineExceeded } from "../../src/kubernetes/deadline.ts";

const answer = (code: number, body: unknown) =>
  toFault(new ApiException(code, "?", body, {}), "listing the pods of shop");
const codeOf = (error: unknown) => (error instanceof Fault ? error.code : "no fault");

test("a 403 keeps Kubernetes' own words", () => {
  const words = 'pods is forbidden: User "bot" cannot list resource "pods" in API group "" in the namespace "shop"';
  for (const body of [{ message: words }, JSON.stringify({ message: words })]) {
    const fault = answer(403, body);
    expect(fault).toMatchObject({ code: "kubernetes-forbidden" });
    expect(fault).toHaveProperty("message", `Kubernetes forbids it while listing the pods of shop: ${words}`);
  }
});

test("a status without a readable body is told by its number", () => {
  expect(answer(401, undefined)).toHaveProperty(
    "message",
    "Kubernetes does not accept the bot's credentials while listing the pods of shop: HTTP status 401",
  );
  expect(answer(500, "<html>")).toMatchObject({ code: "kubernetes-refused" });
});

test("each status has its code", () => {
  const codes = [401, 403, 404, 409, 410, 422, 429, 500, 502, 503, 504].map((code) => codeOf(answer(code, {})));
  expect(codes).toEqual([
    "kubernetes-forbidden",
    "kubernetes-forbidden",
    "kubernetes-not-found",
    "kubernetes-conflict",
    "kubernetes-refused",
    "kubernetes-refused",
    "kubernetes-unreachable",
    "kubernetes-refused",
    "kubernetes-unreachable",
    "kubernetes-unreachable",
    "kubernetes-unreachable",
  ]);
});

test("a 422 about the uid is a conflict: the pod was replaced", () => {
  const body = { message: "field is immutable", details: { causes: [{ field: "metadata.uid" }] } };
  expect(codeOf(answer(422, body))).toBe("kubernetes-conflict");
});

test("what the network says is unreachable, with the system's own code", () => {
  const cause = Object.assign(new Error("connect"), { code: "ECONNREFUSED" });
  expect(toFault(new TypeError("fetch failed", { cause }), "listing")).toHaveProperty(
    "message",
    "Kubernetes cannot be reached (ECONNREFUSED) while listing.",
  );
  expect(toFault(new DeadlineExceeded(2_000), "listing")).toHaveProperty(
    "message",
    "Kubernetes did not answer within 2000 ms while listing.",
  );
});

test("a bug stays an error", () => {
  const bug = new TypeError("x is not a function");
  expect(toFault(bug, "listing")).toBe(bug);
});
