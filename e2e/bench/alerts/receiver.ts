import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { createReceiver } from "@/server/testing/receiver";

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

/** Whoever gets alerts: takes what is signed and new by the clock of the bench, as OPERATIONS.md tells receivers to do. */
export async function startReceiver(clock: () => number): Promise<Receiver> {
  const secret = `whsec_${Buffer.from("alerts of a bench, 32 bytes long").toString("base64")}`;
  const receive = createReceiver(secret);
  const messages: Received[] = [];
  let isAway = false;
  const server = http.createServer(async (request, response) => {
    const body = await readAll(request);
    const taken = isAway ? "away" : receive({ headers: request.headers, body, nowMs: clock() });
    if (typeof taken === "object" && taken !== null) messages.push((taken as { data: Received }).data);
    response.writeHead(isAway ? 503 : taken === "not ours" || taken === "too old" ? 401 : 204).end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/alerts`,
    secret,
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

async function readAll(request: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
