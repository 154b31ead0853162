import net from "node:net";

/** A door in front of a server of any kind that speaks over TCP; behind it the server is as if it had died. */
export type MortalDoor = {
  /** As in 127.0.0.1:4000 */
  readonly host: string;
  /** How often somebody came, while it lived. */
  readonly visits: number;
  kill(): Promise<void>;
  /** At the same address. */
  revive(): Promise<void>;
  /** Lets so many more bytes of answers through, and dies in the middle of the next. */
  dieAfter(bytes: number): void;
  /** What everybody is told over HTTP instead; null for nothing else. */
  say(answer: { readonly status: string; readonly headers: readonly string[] } | null): void;
};

/** `url`: where the server is. */
export async function startMortalDoor(url: string): Promise<MortalDoor> {
  const target = new URL(url);
  const open = new Set<net.Socket>();
  let said: string | null = null;
  let left = Number.POSITIVE_INFINITY;
  let visits = 0;
  let server: net.Server | null = null;

  function visit(visitor: net.Socket): void {
    visits++;
    open.add(visitor);
    visitor.on("close", () => open.delete(visitor)).on("error", () => visitor.destroy());
    const words = said;
    if (words !== null) return void visitor.on("data", () => visitor.end(words));
    const inside = net.connect(Number(target.port), target.hostname);
    inside.on("error", () => visitor.destroy()).on("close", () => visitor.destroy());
    visitor.on("close", () => inside.destroy());
    visitor.pipe(inside);
    inside.on("data", (bytes) => {
      const passed = bytes.subarray(0, left);
      left -= passed.length;
      visitor.write(passed, () => (left === 0 ? void kill() : undefined));
    });
  }

  async function listen(port: number): Promise<number> {
    const listening = net.createServer(visit);
    await new Promise<void>((resolve) => listening.listen(port, "127.0.0.1", resolve));
    server = listening;
    return (listening.address() as net.AddressInfo).port;
  }

  async function kill(): Promise<void> {
    const dying = server;
    server = null;
    const closed = dying && new Promise((resolve) => dying.close(resolve));
    for (const socket of open) socket.destroy();
    await closed;
  }

  const port = await listen(0);
  return {
    host: `127.0.0.1:${port}`,
    get visits() {
      return visits;
    },
    kill,
    async revive() {
      left = Number.POSITIVE_INFINITY;
      if (server === null) await listen(port);
    },
    dieAfter(bytes) {
      left = bytes;
    },
    say(answer) {
      const { status, headers } = answer ?? { status: "", headers: [] };
      said =
        answer && [`HTTP/1.1 ${status}`, ...headers, "connection: close", "content-length: 2", "", "{}"].join("\r\n");
      // A connection that was kept open would not hear of it.
      for (const socket of open) socket.destroy();
    },
  };
}
