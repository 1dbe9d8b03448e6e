import { connect, createServer, type Server, type Socket } from "node:net";

export type Backend = { readonly host: string; readonly port: number };
export type Listener = { backends: readonly Backend[]; readonly server: Server };

/** Listens at an address and passes each connection on to one of the backends, by turns. */
export function forward(
  at: Backend,
  backends: readonly Backend[],
  deps: { readonly sockets: Set<Socket>; readonly onError: () => void },
): Listener {
  let turn = 0;
  // Who has said all still wants to hear the answer.
  const server = createServer({ allowHalfOpen: true }, (near) => {
    turn += 1;
    const backend = listener.backends[turn % listener.backends.length];
    if (backend === undefined) near.destroy();
    else join(near, connect({ ...backend, allowHalfOpen: true }), deps.sockets);
  });
  const listener: Listener = { backends, server };
  server.on("error", deps.onError);
  server.listen(at.port, at.host);
  return listener;
}

function join(near: Socket, far: Socket, sockets: Set<Socket>): void {
  follow(near, far, sockets);
  follow(far, near, sockets);
  near.pipe(far).pipe(near);
}

/** One that breaks off takes the other along; one that ended well leaves it time for what is on its way. */
function follow(socket: Socket, other: Socket, sockets: Set<Socket>): void {
  sockets.add(socket);
  socket.setNoDelay(true);
  socket.on("error", () => other.resetAndDestroy());
  socket.once("close", () => {
    sockets.delete(socket);
    if (!socket.readableEnded || !socket.writableFinished) other.destroy();
  });
}
