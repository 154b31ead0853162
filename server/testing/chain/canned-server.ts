import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

export type Reply = {
  status?: number;
  /** A text or bytes as they are; anything else as JSON. */
  body: unknown;
  headers?: Record<string, string>;
  /** No answer ever comes. */
  hang?: true;
  /** The connection is closed after the body, whatever length the headers announce. */
  cut?: true;
};
/** `count` is how often this path was asked before. */
export type Handler = (query: URLSearchParams, count: number) => Reply | Promise<Reply>;

/** What goes over the wire. */
export function bodyOf({ body }: Reply): string | Uint8Array {
  return typeof body === "string" || body instanceof Uint8Array ? body : JSON.stringify(body);
}

export type CannedServer = {
  readonly url: string;
  /** Paths with their queries, in the order they were asked. */
  readonly asked: string[];
  readonly keys: (string | undefined)[];
  readonly bodies: Buffer[];
  routes: Record<string, Handler>;
  close(): Promise<void>;
};

/** A web server on 127.0.0.1 that answers what a test tells it to; 404 in Blockfrost's form otherwise. */
export async function startCannedServer(prefix = "/api/v0"): Promise<CannedServer> {
  const asked: string[] = [];
  const keys: (string | undefined)[] = [];
  const bodies: Buffer[] = [];
  const counts = new Map<string, number>();
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    const path = url.pathname.startsWith(`${prefix}/`) ? url.pathname.slice(prefix.length + 1) : url.pathname;
    asked.push(path + url.search);
    keys.push(request.headers.project_id?.toString());
    bodies.push(await readBody(request));
    const count = counts.get(path) ?? 0;
    counts.set(path, count + 1);
    const reply = (await canned.routes[path]?.(url.searchParams, count)) ?? NOT_FOUND;
    if (reply.hang) return;
    response.writeHead(reply.status ?? 200, reply.headers ?? { "content-type": "application/json" });
    const body = bodyOf(reply);
    if (reply.cut) response.write(body, () => response.destroy());
    else response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const canned: CannedServer = {
    url: `http://127.0.0.1:${port}${prefix}`,
    asked,
    keys,
    bodies,
    routes: {},
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return canned;
}

export const NOT_FOUND: Reply = {
  status: 404,
  body: { status_code: 404, error: "Not Found", message: "The requested component has not been found." },
};

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
