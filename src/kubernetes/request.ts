import {
  ApiException,
  createConfiguration,
  HttpMethod,
  type KubeConfig,
  RequestContext,
  type ResponseContext,
} from "@kubernetes/client-node";

export type Request = {
  readonly method: "GET" | "PATCH" | "DELETE";
  /** Below the server's address, such as `/api/v1/namespaces/shop/pods/redis-0`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: { readonly contentType: string; readonly json: unknown };
  readonly signal: AbortSignal;
};

/** Sends one request and resolves with the parsed answer; what is no success is thrown as the client's `ApiException`. */
export type SendRequest = (request: Request) => Promise<unknown>;

/**
 * The client's own calls read and write through its models of every kind, which drop what they do not know: a manifest
 * would not arrive as it stands in its file, and Kubernetes would have nothing to be strict about.
 */
export function createSendRequest(config: KubeConfig): SendRequest {
  const { httpApi } = createConfiguration();
  return async function sendRequest({ method, path, query = {}, body, signal }) {
    const server = config.getCurrentCluster()?.server ?? "";
    const request = new RequestContext(`${server.replace(/\/$/, "")}${path}`, HttpMethod[method]);
    for (const [name, value] of Object.entries(query)) request.setQueryParam(name, value);
    request.setHeaderParam("Accept", "application/json");
    if (body !== undefined) {
      request.setHeaderParam("Content-Type", body.contentType);
      request.setBody(JSON.stringify(body.json));
    }
    request.setSignal(signal);
    await config.applySecurityAuthentication(request);
    return readAnswer(await httpApi.send(request).toPromise());
  };
}

async function readAnswer(response: ResponseContext): Promise<unknown> {
  const { httpStatusCode, headers } = response;
  const text = await response.body.text();
  if (httpStatusCode >= 200 && httpStatusCode < 300) return JSON.parse(text);
  throw new ApiException(httpStatusCode, `HTTP status ${httpStatusCode}`, text, headers);
}
