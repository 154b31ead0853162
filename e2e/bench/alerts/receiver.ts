import { createHmac, timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";

/** A message as it came: what it is about, as in `incident:12:opened`, and its words. */
export type Received = { readonly key: string; readonly title: string; readonly priority: number | null };

export type Receiver = {
  readonly url: string;
  readonly secret: string;
  /** All that came, each once. */
  readonly messages: Received[];
  /** Whether it takes messages; while it does not, it answers 503. */
  setAway(isAway: boolean): void;
  stop(): Promise<void>;
};

const MOST_AGE_MS = 5 * 60_000;
const NOTHING: Received = { key: "", title: "", priority: null };

/** Whoever gets alerts: takes what is signed and new by the bench's clock, as OPERATIONS.md, "Alerts", says. */
export async function startReceiver(clock: () => number): Promise<Receiver> {
  const key = Buffer.from("alerts of a bench, 32 bytes long");
  const messages: Received[] = [];
  const seen = new Set<string>();
  let isAway = false;
  const server = http.createServer(async (request, response) => {
    const { id, isOurs, data } = read(request.headers, await readAll(request), { key, nowMs: clock() });
    response.writeHead(isAway ? 503 : isOurs ? 204 : 401).end();
    if (isAway || !isOurs || seen.has(id)) return;
    seen.add(id);
    messages.push(data);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/alerts`,
    secret: `whsec_${key.toString("base64")}`,
    messages,
    setAway: (away) => {
      isAway = away;
    },
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

type Known = { readonly key: Buffer; readonly nowMs: number };

function read(headers: http.IncomingHttpHeaders, body: string, { key, nowMs }: Known) {
  const [id = "", timestamp, given = ""] = ["id", "timestamp", "signature"].map(
    (name) => `${headers[`webhook-${name}`]}`,
  );
  const wanted = `v1,${createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64")}`;
  const isSigned = given.length === wanted.length && timingSafeEqual(Buffer.from(given), Buffer.from(wanted));
  const isOurs = isSigned && Math.abs(nowMs - Number(timestamp) * 1_000) <= MOST_AGE_MS;
  return { id, isOurs, data: isOurs ? (JSON.parse(body).data as Received) : NOTHING };
}

async function readAll(request: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
