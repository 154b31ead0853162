import type { Server } from "node:http";
import type { BlockList, Socket } from "node:net";
import { type Bounds, createPlaces } from "./busy";
import { isTrusted, networksOf, plainAddress } from "./networks";

/** No network takes all sockets. A trusted proxy has as many as it wants: it counts its own callers. */
export function limitSockets(server: Server, most: Bounds, proxies: BlockList): void {
  const places = createPlaces(most);
  server.maxConnections = most.all;
  server.on("connection", (socket: Socket) => {
    const address = plainAddress(socket.remoteAddress ?? "");
    if (address === null || isTrusted(address, proxies)) return;
    const leave = places.enter(networksOf(address));
    if (typeof leave === "string") socket.destroy();
    else socket.once("close", leave);
  });
}
