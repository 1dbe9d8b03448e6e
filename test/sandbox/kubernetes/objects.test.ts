import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ApiUnderTest, startApiUnderTest } from "./api-under-test.ts";

const maps = "/api/v1/namespaces/demo/configmaps";
const services = "/api/v1/namespaces/demo/services";
const pods = "/api/v1/namespaces/demo/pods";
const container = { name: "redis", image: "redis:7.0.15" };

describe("objects of the sandbox's API", () => {
  let api: ApiUnderTest;
  beforeAll(async () => {
    api = await startApiUnderTest();
    await api.call("POST", "/api/v1/namespaces", { metadata: { name: "demo" } });
  });
  afterAll(() => api.server.close());

  test("a field that nobody knows is left out with a warning, or refused where that was asked for", async () => {
    const body = { metadata: { name: "typo" }, dta: { a: "1" } };
    const made = await api.call("POST", maps, body);
    expect(made.code).toBe(201);
    expect(made.body).not.toHaveProperty("dta");
    expect(made.headers.get("warning")).toBe('299 - "unknown field \\"dta\\""');
    expect(await api.call("POST", `${maps}?fieldValidation=Strict`, body)).toMatchObject({
      code: 400,
      body: { message: expect.stringContaining('strict decoding error: unknown field "dta"') },
    });
  });

  test("a value of another type is a 400 in the decoder's words", async () => {
    const body = { metadata: { name: "types" }, data: { a: 1 } };
    const message =
      'ConfigMap in version "v1" cannot be handled as a ConfigMap: json: cannot unmarshal number into Go struct field ConfigMap.data of type string';
    expect(await api.call("POST", maps, body)).toMatchObject({ code: 400, body: { reason: "BadRequest", message } });
  });

  test("a body that is no JSON, of another kind or for another namespace is a 400", async () => {
    expect((await api.call("POST", maps, "{bad")).code).toBe(400);
    expect((await api.call("POST", maps, { apiVersion: "v1", kind: "Secret", metadata: { name: "x" } })).code).toBe(
      400,
    );
    expect((await api.call("POST", maps, { metadata: { name: "x", namespace: "other" } })).code).toBe(400);
  });

  test("a generated name is the given one with five letters", async () => {
    const { body } = await api.call("POST", maps, { metadata: { generateName: "gen-" } });
    expect(body).toMatchObject({
      metadata: { name: expect.stringMatching(/^gen-[a-z0-9]{5}$/), generateName: "gen-" },
    });
  });

  test("a dry run answers the object without a version, and stores nothing", async () => {
    const { code, body } = await api.call("POST", `${maps}?dryRun=All`, { metadata: { name: "dry" } });
    expect(code).toBe(201);
    expect(body).not.toHaveProperty("metadata.resourceVersion");
    expect((await api.call("GET", `${maps}/dry`)).code).toBe(404);
  });

  test("a Service gets an address of its own, once, and keeps it", async () => {
    const spec = { selector: { app: "x" }, ports: [{ port: 6379 }] };
    const made = await api.call("POST", services, { metadata: { name: "one" }, spec });
    expect(made.body).toMatchObject({
      spec: {
        clusterIP: "127.40.0.1",
        clusterIPs: ["127.40.0.1"],
        type: "ClusterIP",
        ports: [{ protocol: "TCP", port: 6379, targetPort: 6379 }],
      },
      status: { loadBalancer: {} },
    });
    await api.call("POST", `${services}?dryRun=All`, { metadata: { name: "tried" }, spec });
    const other = await api.call("POST", services, { metadata: { name: "two" }, spec });
    expect(other.body).toMatchObject({ spec: { clusterIP: "127.40.0.2" } });
    const kept = await api.call("PUT", `${services}/one`, { metadata: { name: "one", labels: { a: "b" } }, spec });
    expect(kept.body).toMatchObject({ spec: { clusterIP: "127.40.0.1" } });
    const moved = { spec: { clusterIP: "127.40.0.9" } };
    expect(await api.call("PATCH", `${services}/one`, moved, { type: "application/merge-patch+json" })).toMatchObject({
      code: 422,
      body: { details: { causes: [{ field: "spec.clusterIPs[0]" }] } },
    });
  });

  test("a Service with wrong ports is told all that is wrong", async () => {
    const spec = { selector: { a: "b" }, ports: [{ port: 6379 }, { port: 0 }] };
    expect(await api.call("POST", services, { metadata: { name: "bad" }, spec })).toMatchObject({
      code: 422,
      body: {
        message:
          'Service "bad" is invalid: [spec.ports[0].name: Required value, spec.ports[1].name: Required value, ' +
          "spec.ports[1].port: Invalid value: 0: must be between 1 and 65535, inclusive, " +
          "spec.ports[1].targetPort: Invalid value: 0: must be between 1 and 65535, inclusive]",
      },
    });
  });

  test("a pod has a server's defaults and is born pending, whatever its maker says", async () => {
    const readinessProbe = { tcpSocket: { port: 6379 } };
    const spec = { containers: [{ ...container, readinessProbe, ports: [{ containerPort: 6379 }] }] };
    const status = { phase: "Running", podIP: "1.2.3.4" };
    const { body } = await api.call("POST", pods, { metadata: { name: "pod" }, spec, status });
    expect(body).toMatchObject({
      metadata: { generation: 1 },
      spec: {
        restartPolicy: "Always",
        terminationGracePeriodSeconds: 30,
        containers: [
          {
            imagePullPolicy: "IfNotPresent",
            ports: [{ containerPort: 6379, protocol: "TCP" }],
            readinessProbe: { periodSeconds: 10, timeoutSeconds: 1, successThreshold: 1, failureThreshold: 3 },
          },
        ],
      },
      status: { phase: "Pending", qosClass: "BestEffort" },
    });
    expect(body).not.toHaveProperty("status.podIP");
  });

  test("a pod's containers can't be changed, but for the image", async () => {
    await api.call("POST", pods, { metadata: { name: "fixed" }, spec: { containers: [container] } });
    const type = "application/strategic-merge-patch+json";
    const command = { spec: { containers: [{ name: "redis", command: ["x"] }] } };
    expect(await api.call("PATCH", `${pods}/fixed`, command, { type })).toMatchObject({
      code: 422,
      body: { details: { causes: [{ reason: "FieldValueForbidden", field: "spec" }] } },
    });
    const image = { spec: { containers: [{ name: "redis", image: "redis:7.2" }] } };
    expect(await api.call("PATCH", `${pods}/fixed`, image, { type })).toMatchObject({
      code: 200,
      body: { metadata: { generation: 2 }, spec: { containers: [{ image: "redis:7.2" }] } },
    });
  });

  test("the status is written through its subresource alone", async () => {
    await api.call("POST", pods, { metadata: { name: "state" }, spec: { containers: [container] } });
    const type = "application/merge-patch+json";
    await api.call("PATCH", `${pods}/state`, { status: { phase: "Failed" } }, { type });
    expect((await api.call("GET", `${pods}/state`)).body).toMatchObject({ status: { phase: "Pending" } });
    const both = { spec: { nodeName: "n" }, status: { phase: "Failed" } };
    const { body } = await api.call("PATCH", `${pods}/state/status`, both, { type });
    expect(body).toMatchObject({ status: { phase: "Failed" } });
    expect(body).not.toHaveProperty("spec.nodeName");
  });

  test("a StatefulSet is scaled through its subresource", async () => {
    const path = "/apis/apps/v1/namespaces/demo/statefulsets";
    const labels = { app: "set" };
    const template = { metadata: { labels }, spec: { containers: [container] } };
    const spec = { replicas: 1, serviceName: "set", selector: { matchLabels: labels }, template };
    expect((await api.call("POST", path, { metadata: { name: "set" }, spec })).code).toBe(201);
    const type = "application/merge-patch+json";
    expect(await api.call("PATCH", `${path}/set/scale`, { spec: { replicas: 3 } }, { type })).toMatchObject({
      code: 200,
      body: { kind: "Scale", spec: { replicas: 3 }, status: { replicas: 0, selector: "app=set" } },
    });
    expect((await api.call("GET", `${path}/set`)).body).toMatchObject({
      metadata: { generation: 2 },
      spec: { replicas: 3 },
    });
    expect((await api.call("PATCH", `${path}/set`, { spec: { serviceName: "x" } }, { type })).code).toBe(422);
  });

  test("what is absent is a 501 that says so", async () => {
    for (const path of ["/apis/apps/v1/daemonsets", "/apis/batch/v1", `${pods}/pod/portforward`, "/openapi/v3"]) {
      expect(await api.call("GET", path)).toMatchObject({
        code: 501,
        body: { reason: "NotImplemented", message: expect.stringMatching(/^the sandbox's Kubernetes does not have /) },
      });
    }
  });

  test("all namespaces at once can be listed, not written, and no single object is found there", async () => {
    expect((await api.call("GET", "/api/v1/configmaps")).code).toBe(200);
    expect((await api.call("POST", "/api/v1/configmaps", { metadata: { name: "x" } })).code).toBe(405);
    expect((await api.call("DELETE", "/api/v1/configmaps")).code).toBe(405);
    expect((await api.call("GET", "/api/v1/configmaps/typo")).code).toBe(404);
  });

  test("a method that means nothing is a 405, a type of patch that nobody knows a 415", async () => {
    expect((await api.call("POST", `${maps}/typo`, {})).code).toBe(405);
    expect((await api.call("PATCH", `${maps}/typo`, {}, { type: "application/foo" })).code).toBe(415);
  });

  test("a path may carry the token of a client that sends none over plain HTTP", async () => {
    const token = api.config("viewer").getCurrentUser()?.token;
    expect((await api.call("GET", `/as/${token}${pods}`, undefined, { role: "nobody" })).code).toBe(200);
    expect((await api.call("GET", `/as/wrong${pods}`, undefined, { role: "nobody" })).code).toBe(401);
    expect((await api.call("GET", pods, undefined, { role: "nobody" })).code).toBe(403);
  });

  test("kubectl gets its table", async () => {
    const headers = { Accept: "application/json;as=Table;v=v1;g=meta.k8s.io,application/json" };
    const { body } = await api.call("GET", `${pods}?fieldSelector=metadata.name=pod`, undefined, { headers });
    expect(body).toMatchObject({
      kind: "Table",
      columnDefinitions: [
        { name: "Name" },
        { name: "Ready" },
        { name: "Status" },
        { name: "Restarts" },
        { name: "Age" },
      ],
      rows: [{ cells: ["pod", "0/1", "Pending", "0", expect.stringMatching(/^\d+s$/)] }],
    });
  });
});
