import { once } from "node:events";
import net, { type AddressInfo, type Socket } from "node:net";

export type Relay = {
  /** The same database, by way of the relay. */
  readonly url: string;
  /** From now on the database is away: connections end, and new ones are refused. */
  cut(): void;
  /** It is there again. */
  join(): Promise<void>;
  close(): void;
};

/** Stands between a process and its database, which can then be away for that process alone. */
export async function openRelay(databaseUrl: string): Promise<Relay> {
  const { hostname, port } = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  const server = net.createServer((near) => {
    const far = net.connect(Number(port), hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on("error", () => to.destroy());
      from.on("close", () => sockets.delete(from));
      from.pipe(to);
    }
  });
  const listen = async (at: number) => {
    server.listen(at, "127.0.0.1");
    await once(server, "listening");
    return (server.address() as AddressInfo).port;
  };
  const ownPort = await listen(0);
  const url = new URL(databaseUrl);
  url.hostname = "127.0.0.1";
  url.port = String(ownPort);
  const cut = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return { url: url.href, cut, join: async () => void (await listen(ownPort)), close: cut };
}
