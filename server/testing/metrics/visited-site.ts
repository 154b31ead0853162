import { once } from "node:events";
import http, { type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { NEWEST_BLOCK_META, newestBlockText } from "@/server/domain/metrics/newest-block";

export type VisitedSite = {
  readonly site: URL;
  /** Paths and agents in the order in which they were asked for. */
  readonly asked: { readonly path: string; readonly agent: string | undefined }[];
  /** From now on a path is answered by this; null: as the product does. */
  answer(path: string, by: RequestListener | null): void;
  stop(): Promise<void>;
};

/** Answers as the product does, at a block of `blockMs`. */
export async function startVisitedSite(blockMs: number): Promise<VisitedSite> {
  const asked: VisitedSite["asked"] = [];
  const others = new Map<string, RequestListener>();
  const block = newestBlockText({ height: 7, timeMs: blockMs });
  const page = `<!doctype html><html><head><meta name="${NEWEST_BLOCK_META}" content="${block}"/></head></html>`;
  const json = (value: unknown) => ["application/json", JSON.stringify(value)] as const;
  const usual: Readonly<Record<string, readonly [string, string]>> = {
    "/": ["text/html; charset=utf-8", page],
    "/days": ["text/html; charset=utf-8", page],
    "/api/health": json({ healthy: true, message: "" }),
    "/api/pulse": json({ version: "", game: { timeMs: blockMs } }),
    "/api/v1/days": json({ days: [], nextBefore: null }),
  };
  const server = http.createServer((request, response) => {
    const path = request.url ?? "";
    asked.push({ path, agent: request.headers["user-agent"] });
    const other = others.get(path);
    if (other) return other(request, response);
    const [type, body] = usual[path] ?? ["text/plain", ""];
    response.writeHead(usual[path] ? 200 : 404, { "content-type": type }).end(body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    site: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    asked,
    answer: (path, by) => (by ? others.set(path, by) : others.delete(path)),
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
