import { createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

const MOST_AGE_MS = 5 * 60_000;

type Received = { readonly headers: IncomingHttpHeaders; readonly body: string; readonly nowMs: number };

/** A receiver of our webhooks, as OPERATIONS.md, "Alerts", has it: what it takes, or why it takes nothing. */
export function createReceiver(secret: string): (received: Received) => unknown {
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const known = new Set<string>();
  return ({ headers, body, nowMs }) => {
    const [id, timestamp, signature] = ["webhook-id", "webhook-timestamp", "webhook-signature"].map(
      (name) => `${headers[name]}`,
    );
    const expected = `v1,${createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64")}`;
    const isOurs =
      signature?.length === expected.length && timingSafeEqual(Buffer.from(signature), Buffer.from(expected));
    if (!isOurs || id === undefined) return "not ours";
    if (Math.abs(nowMs - Number(timestamp) * 1_000) > MOST_AGE_MS) return "too old";
    if (known.has(id)) return "a repetition";
    known.add(id);
    return JSON.parse(body);
  };
}
