import { once } from "node:events";
import net, { type AddressInfo, type Socket } from "node:net";

export type Relay = {
  /** The same database, or other server, by way of the relay. */
  readonly url: string;
  /** From now on the database is away: connections end, and new ones are refused. */
  cut(): void;
  /** From now on what either side sends is kept back: nobody notices but by waiting. */
  silence(): void;
  /** What was kept back arrives, and all that comes. */
  speak(): void;
  /** It is there again. */
  join(): Promise<void>;
  /** Connections end, and new ones lead to another server. */
  turn(url: string): void;
  close(): void;
};

/** Stands between a process and its database or another server, which can then be away for that process alone. */
export async function openRelay(serverUrl: string): Promise<Relay> {
  let target = new URL(serverUrl);
  const sockets = new Set<Socket>();
  let isSilent = false;
  const server = net.createServer((near) => {
    const far = net.connect(Number(target.port), target.hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on("error", () => to.destroy());
      from.on("close", () => sockets.delete(from));
      from.on("data", (bytes) => to.write(bytes)).on("end", () => to.end());
      if (isSilent) from.pause();
    }
  });
  const listen = async (at: number) => {
    server.listen(at, "127.0.0.1");
    await once(server, "listening");
    return (server.address() as AddressInfo).port;
  };
  const ownPort = await listen(0);
  const url = new URL(serverUrl);
  url.hostname = "127.0.0.1";
  url.port = String(ownPort);
  const endAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  const cut = () => {
    server.close();
    endAll();
  };
  const turn = (to: string) => {
    target = new URL(to);
    endAll();
  };
  const silence = () => {
    isSilent = true;
    for (const socket of sockets) socket.pause();
  };
  const speak = () => {
    isSilent = false;
    for (const socket of sockets) socket.resume();
  };
  const join = async () => void (await listen(ownPort));
  return { url: url.href, cut, silence, speak, join, turn, close: cut };
}
