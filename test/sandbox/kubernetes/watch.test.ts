import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ApiUnderTest, startApiUnderTest } from "./api-under-test.ts";
import { fieldsIn } from "./kube-object.ts";

const maps = "/api/v1/namespaces/demo/configmaps";

describe("watches and lists of the sandbox's API", () => {
  let api: ApiUnderTest;
  beforeAll(async () => {
    api = await startApiUnderTest();
    await api.call("POST", "/api/v1/namespaces", { metadata: { name: "demo" } });
  });
  afterAll(() => api.server.close());

  async function watch(query: string): Promise<string[]> {
    const { body } = await api.call("GET", `${maps}?watch=true&timeoutSeconds=1&${query}`);
    return String(body).split("\n").filter(Boolean);
  }

  test("a watch that wants bookmarks gets one where the first events end, and one at its own end", async () => {
    await api.call("POST", maps, { metadata: { name: "there" } });
    const lines = await watch("allowWatchBookmarks=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan");
    const events = lines.map((line) => JSON.parse(line));
    expect(events.map(({ type }) => type)).toEqual(["ADDED", "BOOKMARK", "BOOKMARK"]);
    expect(events[1].object.metadata.annotations).toEqual({ "k8s.io/initial-events-end": "true" });
    expect(events[2].object.metadata.resourceVersion).toBe(String(api.store.version()));
  });

  test("a label that comes is an addition, one that goes a deletion, to who selects by it", async () => {
    const version = String(api.store.version());
    const type = "application/merge-patch+json";
    await api.call("POST", maps, { metadata: { name: "moving" } });
    for (const of of ["us", "us", null]) {
      const labels = { of, at: `${Math.random()}` };
      await api.call("PATCH", `${maps}/moving`, { metadata: { labels } }, { type });
    }
    const types = (await watch(`labelSelector=of=us&resourceVersion=${version}`)).map((line) => JSON.parse(line).type);
    expect(types).toEqual(["ADDED", "MODIFIED", "DELETED"]);
  });

  test("a history that was forgotten is a 410 as the watch's only event", async () => {
    const version = String(api.store.version());
    await api.call("POST", maps, { metadata: { name: "newer" } });
    api.server.faults.compact();
    const lines = await watch(`resourceVersion=${version}`);
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { type: "ERROR", object: { code: 410, reason: "Expired" } },
    ]);
  });

  test("later pages of a list show the moment of the first", async () => {
    for (const name of ["p-1", "p-2", "p-3"]) {
      await api.call("POST", maps, { metadata: { name, labels: { paged: "yes" } } });
    }
    const path = `${maps}?labelSelector=paged=yes&limit=2`;
    const first = fieldsIn((await api.call("GET", path)).body);
    await api.call("DELETE", `${maps}/p-3`);
    const next = fieldsIn(first["metadata"])["continue"];
    const second = await api.call("GET", `${path}&continue=${String(next)}`);
    expect(second.body).toMatchObject({
      metadata: { resourceVersion: fieldsIn(first["metadata"])["resourceVersion"] },
      items: [{ metadata: { name: "p-3" } }],
    });
    expect((await api.call("GET", `${maps}?continue=never`)).code).toBe(400);
  });

  test("a version that is none is a 400, one that is yet to come a 504", async () => {
    expect((await api.call("GET", `${maps}?resourceVersion=abc`)).code).toBe(400);
    expect((await api.call("GET", `${maps}?resourceVersion=99999999`)).code).toBe(504);
    expect((await api.call("GET", `${maps}?fieldSelector=data.a=1`)).code).toBe(400);
  });

  test("a client that is cut off finds the server again once it accepts", async () => {
    api.server.faults.refuse();
    await expect(api.call("GET", maps)).rejects.toThrow();
    api.server.faults.accept();
    expect((await api.call("GET", maps)).code).toBe(200);
  });
});
