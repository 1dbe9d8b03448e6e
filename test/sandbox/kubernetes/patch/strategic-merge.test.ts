import { expect, test } from "vitest";
import { typeOfKind } from "../schema/types.ts";
import { applyJsonPatch } from "./json-patch.ts";
import { applyStrategicMerge } from "./strategic-merge.ts";

const pod = typeOfKind("Pod");
const before = {
  metadata: { finalizers: ["a/a", "b/b"], labels: { x: "1" } },
  spec: { containers: [{ name: "one", image: "a", args: ["1"] }, { name: "two" }], nodeSelector: { a: "b" } },
};

test("a strategic merge joins keyed lists, replaces plain ones, and removes what is null", () => {
  const patch = { metadata: { labels: { x: null } }, spec: { containers: [{ name: "one", args: ["2"] }] } };
  expect(applyStrategicMerge(before, patch, pod)).toEqual({
    metadata: { finalizers: ["a/a", "b/b"], labels: {} },
    spec: { containers: [{ name: "one", image: "a", args: ["2"] }, { name: "two" }], nodeSelector: { a: "b" } },
  });
});

test("its directives delete an item, replace a whole map or list, and take values out of a list", () => {
  const patch = {
    metadata: { "$deleteFromPrimitiveList/finalizers": ["a/a"] },
    spec: {
      "$setElementOrder/containers": [{ name: "one" }],
      containers: [{ name: "two", $patch: "delete" }],
      nodeSelector: { $patch: "replace", c: "d" },
    },
  };
  expect(applyStrategicMerge(before, patch, pod)).toEqual({
    metadata: { finalizers: ["b/b"], labels: { x: "1" } },
    spec: { containers: [{ name: "one", image: "a", args: ["1"] }], nodeSelector: { c: "d" } },
  });
  const replaced = applyStrategicMerge(before, { spec: { containers: [{ $patch: "replace" }, { name: "new" }] } }, pod);
  expect(replaced).toMatchObject({ spec: { containers: [{ name: "new" }] } });
});

test("an item without its key is refused", () => {
  const patch = { spec: { containers: [{ image: "x" }] } };
  expect(() => applyStrategicMerge(before, patch, pod)).toThrow("does not contain declared merge key: name");
});

test("a JSON patch adds, moves and copies in lists, and reads escaped names", () => {
  const document = { list: ["a", "b"], map: { "x/y": 1 } };
  const patched = applyJsonPatch(document, [
    { op: "add", path: "/list/1", value: "new" },
    { op: "add", path: "/list/-", value: "last" },
    { op: "replace", path: "/list/0", value: "first" },
    { op: "copy", from: "/map/x~1y", path: "/map/z" },
    { op: "move", from: "/list/2", path: "/moved" },
  ]);
  expect(patched).toEqual({ list: ["first", "new", "last"], map: { "x/y": 1, z: 1 }, moved: "b" });
  for (const bad of [
    { op: "remove", path: "/nowhere" },
    { op: "replace", path: "/list/9", value: 1 },
    { op: "add", path: "/a/b", value: 1 },
    { op: "test", path: "/list/0", value: "b" },
  ]) {
    expect(() => applyJsonPatch(document, [bad])).toThrow("the server rejected our request");
  }
});
