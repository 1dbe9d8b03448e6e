import type { KubeConfig, RequestContext } from "@kubernetes/client-node";

type Dispatcher = NonNullable<ReturnType<RequestContext["getDispatcher"]>>;

// Client certificates and the cluster's CA are read when a dispatcher is made: an old one would not see them renewed.
const MAX_AGE_MS = 10 * 60_000;

export type Connections = {
  /** Lets later calls make new connections; those that are under way end on the old ones. */
  readonly renew: () => void;
  readonly close: () => Promise<void>;
};

/**
 * Lets all calls of one configuration share their connections. The client makes a new dispatcher for every request, which
 * is a TCP and a TLS handshake for every request, and a socket that lingers. Changes the configuration that it is given.
 */
export function shareConnections(config: KubeConfig): Connections {
  const authenticate = config.applySecurityAuthentication.bind(config);
  let kept: { readonly dispatcher: Dispatcher; readonly sinceMs: number } | undefined;
  const renew = (): void => {
    // Waits for the answers that are still to come; that they may fail is their callers' concern.
    void kept?.dispatcher.close().catch(() => {});
    kept = undefined;
  };
  config.applySecurityAuthentication = async (context) => {
    await authenticate(context);
    const fresh = context.getDispatcher();
    if (fresh === undefined) return;
    if (kept !== undefined && performance.now() - kept.sinceMs > MAX_AGE_MS) renew();
    kept ??= { dispatcher: fresh, sinceMs: performance.now() };
    context.setDispatcher(kept.dispatcher);
  };
  return {
    renew,
    async close() {
      await kept?.dispatcher.destroy();
      kept = undefined;
    },
  };
}
