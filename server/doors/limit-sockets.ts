import type { Server } from "node:http";
import type { BlockList, Socket } from "node:net";
import { createPlaces } from "./busy";
import { isTrusted, networksOf, plainAddress } from "./networks";

/** A browser opens six; an office behind one address has dozens of them. */
const MOST = { all: 1_000, ofOne: 200 };

/** No network takes all sockets. A trusted proxy has as many as it wants: it counts its own callers. */
export function limitSockets(server: Server, proxies: BlockList): void {
  const places = createPlaces(MOST);
  server.maxConnections = MOST.all;
  server.on("connection", (socket: Socket) => {
    const address = plainAddress(socket.remoteAddress ?? "");
    if (address === null || isTrusted(address, proxies)) return;
    const leave = places.enter(networksOf(address));
    if (typeof leave === "string") socket.destroy();
    else socket.once("close", leave);
  });
}
