import {
  type ConfigurationOptions,
  Observable,
  type RequestContext,
  type ResponseContext,
} from "@kubernetes/client-node";
import { toFault } from "./api-error.ts";
import { DeadlineExceeded, withDeadline } from "./deadline.ts";

/** Makes one request of the vendor's client: limited in time, ended by the signal, its failures turned into faults. */
export type Call = <T>(
  what: string,
  /** By the client's own calls with the options, or by a request of one's own that pays heed to the limit. */
  run: (options: ConfigurationOptions, limit: AbortSignal) => Promise<T>,
  signal?: AbortSignal,
) => Promise<T>;

/** `onTimeout` is told when a call was given up: its connection may be one that leads nowhere any more. */
export function createCall(deps: { readonly timeoutMs: number; readonly onTimeout: () => void }): Call {
  const { timeoutMs, onTimeout } = deps;
  return async function call(what, run, signal) {
    try {
      return await withDeadline({ timeoutMs, signal }, (limit) => run(requestOptions(limit), limit));
    } catch (error) {
      if (error instanceof DeadlineExceeded) onTimeout();
      throw toFault(error, what);
    }
  };
}

/**
 * The client takes no signal for a call, but lets a middleware set one on the request: `fetch` then ends the request and
 * the reading of its body. `onResponse` may put another response in the place of the one that came.
 */
export function requestOptions(
  signal: AbortSignal,
  onResponse: (response: ResponseContext) => ResponseContext = (response) => response,
): ConfigurationOptions {
  const pre = (request: RequestContext): Observable<RequestContext> => {
    request.setSignal(signal);
    return observable(request);
  };
  const post = (response: ResponseContext): Observable<ResponseContext> => observable(onResponse(response));
  return { middleware: [{ pre, post }], middlewareMergeStrategy: "append" };
}

/** The same options, with another kind of patch than the client's default, a JSON patch. */
export function withPatchType(options: ConfigurationOptions, contentType: string): ConfigurationOptions {
  const pre = (request: RequestContext): Observable<RequestContext> => {
    request.setHeaderParam("Content-Type", contentType);
    return observable(request);
  };
  const post = (response: ResponseContext): Observable<ResponseContext> => observable(response);
  return { ...options, middleware: [...(options.middleware ?? []), { pre, post }] };
}

function observable<T>(value: T): Observable<T> {
  return new Observable(Promise.resolve(value));
}
