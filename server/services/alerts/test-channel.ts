import { randomUUID } from "node:crypto";
import { withTransaction } from "@/db/transaction";
import type { Channels, Sent } from "@/server/domain/monitoring/channel";
import { shown } from "@/server/domain/shown";
import type { PosixMs } from "@/server/domain/units";
import { sayChannelTest } from "@/server/words/test-message";
import { appendAudit } from "../audit/append-audit";
import { ServiceError } from "../errors";
import { requireRight } from "../people/require-right";
import type { AlertContext } from "./plan-alerts";

type TestInput = { readonly userId: string; readonly channel: string; readonly nowMs: PosixMs };

/** Sends a test message at once, and answers what became of it, within seconds. Throws ServiceError. */
export async function testChannel(
  { db, siteUrl }: AlertContext,
  { userId, channel: name, nowMs }: TestInput,
  channels: Pick<Channels, "all">,
): Promise<Sent> {
  const channel = findChannel(channels, name);
  const by = await withTransaction(db, async (tx) => {
    const person = await requireRight(tx, { userId, action: "alert.test", what: "sending a test message" });
    const details = { kind: channel.kind, audience: channel.audience };
    const subject = `channel:${name}`;
    await appendAudit(tx, { actor: `user:${userId}`, action: "alert.tested", subject, details, atMs: nowMs });
    return person.name;
  });
  const id = randomUUID();
  const { signal } = new AbortController();
  return channel.send(sayChannelTest(by, siteUrl), { id, key: `test:${id}`, nowMs, signal });
}

/** Throws ServiceError, with the names that there are. */
export function findChannel({ all }: Pick<Channels, "all">, name: string): Channels["all"][number] {
  const found = all.find((channel) => channel.name === name);
  if (found) return found;
  const names = all.length === 0 ? "it has none" : `it has ${all.map((channel) => channel.name).join(", ")}`;
  throw new ServiceError("not-found", `CHANNELS_FILE has no channel ${shown(name)}: ${names}`);
}
