import { expect, test } from "vitest";
import { exitCode } from "../../src/kubernetes/exit-code.ts";

test("success is zero", () => {
  expect(exitCode({ status: "Success" }, "x")).toBe(0);
});

test("the exit code is in the causes", () => {
  const details = { causes: [{ reason: "ExitCode", message: "137" }] };
  expect(exitCode({ status: "Failure", reason: "NonZeroExitCode", details }, "x")).toBe(137);
});

test("a failure without an exit code is a fault in Kubernetes' words", () => {
  const status = { status: "Failure", reason: "InternalError", message: "no such container" };
  expect(() => exitCode(status, "running true in shop/redis-0")).toThrow(
    "Kubernetes could not do it while running true in shop/redis-0: no such container",
  );
});
