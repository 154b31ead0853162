import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { bodyOf, type Reply } from "./canned-server";

/** What a server of another kind answers to a path with its query; null where it answers as the first one does. */
export type Difference = (path: string, query: URLSearchParams) => Reply | null;

/** A web server on 127.0.0.1 that passes every question on, but for those that it answers differently. */
export async function startForwardingServer(target: string, differs: Difference, port = 0) {
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    const reply = differs(url.pathname.slice(1), url.searchParams);
    if (reply) {
      response.writeHead(reply.status ?? 200, reply.headers);
      return response.end(bodyOf(reply));
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = "GET", headers } = request;
    const body = method === "POST" ? Buffer.concat(chunks) : null;
    const type = headers["content-type"];
    const answer = await fetch(target + url.pathname + url.search, {
      method,
      body,
      ...(type ? { headers: { "content-type": type } } : {}),
    });
    response.writeHead(answer.status, { "content-type": "application/json" });
    response.end(await answer.text());
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
