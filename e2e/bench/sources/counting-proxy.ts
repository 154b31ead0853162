import { request as ask, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocket, WebSocketServer } from "ws";

/** What went through since the last `reset`. */
export type Counted = { calls: number; bytes: number; firstMs: number; lastMs: number };

export type CountingProxy = {
  /** In the target's place, with its path. */
  readonly url: string;
  readonly counted: Counted;
  reset(): void;
  close(): Promise<void>;
};

/** The servers of one devnet, in every dialect, each behind a proxy that counts. */
export type Proxies = Readonly<Record<"blockfrost" | "kupo" | "ogmios" | "koios" | "graphql", CountingProxy>>;

/**
 * Passes everything on to a server on 127.0.0.1 (http or ws) and counts questions, and the bytes of bodies or messages
 * both ways.
 */
export async function startCountingProxy(target: string): Promise<CountingProxy> {
  const counted: Counted = { calls: 0, bytes: 0, firstMs: 0, lastMs: 0 };
  const note = (calls: number, bytes: number) => {
    counted.calls += calls;
    counted.bytes += bytes;
    counted.lastMs = performance.now();
    if (counted.firstMs === 0) counted.firstMs = counted.lastMs;
  };
  const { protocol, hostname, port, pathname } = new URL(target);
  const server = createServer((question, response) => {
    note(1, 0);
    const { method, url: path, headers } = question;
    const passed = ask({ hostname, port, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.on("data", (chunk: Buffer) => note(0, chunk.length)).pipe(response);
    });
    passed.on("error", () => response.destroy());
    question.on("data", (chunk: Buffer) => note(0, chunk.length)).pipe(passed);
  });
  const sockets = new WebSocketServer({ noServer: true });
  server.on("upgrade", (request, socket, head) => {
    sockets.handleUpgrade(request, socket, head, (near) => join(near, new WebSocket(target), note));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const own = (server.address() as AddressInfo).port;
  return {
    url: `${protocol}//127.0.0.1:${own}${pathname === "/" ? "" : pathname}`,
    counted,
    reset: () => Object.assign(counted, { calls: 0, bytes: 0, firstMs: 0, lastMs: 0 }),
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function join(near: WebSocket, far: WebSocket, note: (calls: number, bytes: number) => void): void {
  const waiting: string[] = [];
  near.on("message", (data) => {
    const text = data.toString();
    note(1, Buffer.byteLength(text));
    if (far.readyState === far.OPEN) far.send(text);
    else waiting.push(text);
  });
  far.on("open", () => {
    for (const text of waiting.splice(0)) far.send(text);
  });
  far.on("message", (data) => {
    const text = data.toString();
    note(0, Buffer.byteLength(text));
    near.send(text);
  });
  near.on("close", () => far.terminate()).on("error", () => far.terminate());
  far.on("close", () => near.terminate()).on("error", () => near.terminate());
}
