import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { runInPod } from "../../contracts/kubernetes-api/run-in-pod.ts";
import { type ApiUnderTest, startApiUnderTest } from "./api-under-test.ts";
import { fieldsIn } from "./kube-object.ts";

const pods = "/api/v1/namespaces/demo/pods";
const target = { namespace: "demo", name: "pod" };

describe("exec and logs of the sandbox's API", () => {
  let api: ApiUnderTest;
  beforeAll(async () => {
    api = await startApiUnderTest();
    await api.call("POST", "/api/v1/namespaces", { metadata: { name: "demo" } });
    const image = "redis:7.0.15";
    const two = [
      { name: "a", image },
      { name: "b", image },
    ];
    await api.call("POST", pods, { metadata: { name: "pod" }, spec: { containers: [{ name: "redis", image }] } });
    await api.call("POST", pods, { metadata: { name: "two" }, spec: { containers: two } });
    await api.call("POST", pods, { metadata: { name: "unbound" }, spec: { containers: [{ name: "redis", image }] } });
    for (const name of ["pod", "two"]) {
      const found = api.store.read("pods", "demo", name);
      if (found) api.store.write("pods", { ...found, spec: { ...fieldsIn(found["spec"]), nodeName: "node-1" } });
    }
  });
  afterAll(() => api.server.close());

  test("a command reads its stdin to the end and answers on two streams", async () => {
    const command = ["sh", "-c", "cat; echo err >&2; exit 3"];
    const ran = await runInPod(api.config("admin"), target, command, "in".repeat(100_000));
    expect(ran.stdout).toBe("in".repeat(100_000));
    expect(ran.stderr).toBe("err\n");
    expect(ran.status).toMatchObject({ reason: "NonZeroExitCode", details: { causes: [{ message: "3" }] } });
  });

  test("a command that can't be started is a failure that names it", async () => {
    const { status } = await runInPod(api.config("admin"), target, ["no-such-command"]);
    expect(status).toMatchObject({ status: "Failure", message: expect.stringContaining("no-such-command") });
    expect(status.details?.causes?.some(({ reason }) => reason === "ExitCode")).toBe(false);
  });

  test("the older protocol is spoken, too", async () => {
    const token = api.config("admin").getCurrentUser()?.token;
    const url = `${api.server.url.replace("http", "ws")}${pods}/pod/exec?command=echo&command=hi&stdout=true`;
    const socket = new WebSocket(url, ["v4.channel.k8s.io"], { headers: { Authorization: `Bearer ${token}` } });
    const frames: string[] = [];
    socket.on("message", (data: Buffer) => frames.push(`${data[0]} ${data.subarray(1).toString()}`));
    const code = await new Promise((resolve) => socket.on("close", resolve));
    expect(code).toBe(1000);
    expect(socket.protocol).toBe("v4.channel.k8s.io");
    expect(frames).toEqual(["1 hi\n", '3 {"metadata":{},"status":"Success"}']);
  });

  test("what Kubernetes refuses is refused before the upgrade, in its words", async () => {
    const refused = async (path: string) => (await api.call("GET", `${pods}/${path}`)).body;
    expect(await refused("pod/exec?command=true")).toMatchObject({ message: "Upgrade request required" });
    expect(await refused("two/exec?command=true")).toMatchObject({
      message: "a container name must be specified for pod two, choose one of: [a b]",
    });
    expect(await refused("unbound/exec?command=true")).toMatchObject({
      message: "pod unbound does not have a host assigned",
    });
    const text = await runInPod(api.config("admin"), { namespace: "demo", name: "unbound" }, ["true"]).catch(String);
    expect(text).not.toBe("");
  });

  test("a terminal is absent, and says so", async () => {
    expect(await api.call("GET", `${pods}/pod/exec?command=sh&tty=true`)).toMatchObject({ code: 501 });
  });

  test("logs come as text, from the end where asked; a wrong count is refused", async () => {
    expect((await api.call("GET", `${pods}/pod/log`)).body).toBe("first\nsecond\n");
    expect((await api.call("GET", `${pods}/pod/log?tailLines=1`)).body).toBe("second\n");
    expect((await api.call("GET", `${pods}/pod/log?tailLines=-1`)).code).toBe(422);
    expect((await api.call("GET", `${pods}/pod/log?container=other`)).code).toBe(400);
    expect((await api.call("GET", `${pods}/nobody/log`)).code).toBe(404);
  });
});
