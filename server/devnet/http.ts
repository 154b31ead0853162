import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { toJson } from "./json";

export type RunningServer = {
  readonly url: string;
  readonly port: number;
  /** For what is not a request: an upgrade to a WebSocket. */
  readonly server: Server;
  stop(): Promise<void>;
};

const MAX_BODY_BYTES = 1_000_000;

/** Serves only on 127.0.0.1: a devnet's keys and controls are worth nothing, but nobody else needs them. */
export async function serve(
  port: number,
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
): Promise<RunningServer> {
  const server = createServer((request, response) => {
    handle(request, response).catch((cause: unknown) => {
      if (!response.headersSent)
        sendJson(response, 500, { status_code: 500, error: "Internal Server Error", message: String(cause) });
      else response.destroy();
    });
  });
  // Longer than clients keep idle connections: otherwise they would sometimes use one just closed.
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) =>
      reject(
        cause.code === "EADDRINUSE" ? new Error(`port ${port} is in use; choose another, or 0 for a free one`) : cause,
      ),
    );
    server.listen(port, "127.0.0.1", resolve);
  });
  const bound = (server.address() as AddressInfo).port;
  return { url: `http://127.0.0.1:${bound}`, port: bound, server, stop: () => close(server) };
}

function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((cause) => (cause ? reject(cause) : resolve()));
    server.closeAllConnections();
  });
}

export async function readBody(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > MAX_BODY_BYTES) throw new Error(`the body is longer than ${MAX_BODY_BYTES} bytes`);
    chunks.push(chunk as Buffer);
  }
  return Uint8Array.from(Buffer.concat(chunks));
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  sendText(response, status, toJson(body), "application/json; charset=utf-8");
}

export function sendText(response: ServerResponse, status: number, text: string, contentType: string): void {
  response.writeHead(status, { "content-type": contentType, "content-length": Buffer.byteLength(text) });
  response.end(text);
}
