import { eq, isNull } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { chainHold, user } from "@/db/schema";
import type { ChainTrouble } from "@/server/domain/monitoring/chain-evidence";
import type { PosixMs } from "@/server/domain/units";
import { sayChainTrouble } from "@/server/words/chain-trouble";
import { formatMinute } from "@/server/words/format";

export type ChainHold = {
  readonly id: number;
  readonly sinceMs: PosixMs;
  /** What was found wrong last, and since when nothing is; null while something is. */
  readonly troubles: readonly ChainTrouble[];
  readonly wellSinceMs: PosixMs | null;
  /** The first of two people who release it early. */
  readonly asked: { readonly userId: string; readonly name: string; readonly reason: string } | null;
};

/** The hold that is open, if payouts are held because the chain is not well. */
export async function findHold(db: Database | Transaction): Promise<ChainHold | null> {
  const [row] = await db
    .select({ hold: chainHold, name: user.name })
    .from(chainHold)
    .leftJoin(user, eq(user.id, chainHold.askedBy))
    .where(isNull(chainHold.releasedAt));
  if (!row) return null;
  const { id, heldAt, troubles, wellSince, askedBy, askedWhy } = row.hold;
  return {
    id,
    sinceMs: heldAt.getTime(),
    troubles,
    wellSinceMs: wellSince?.getTime() ?? null,
    asked: askedBy === null ? null : { userId: askedBy, name: row.name ?? "", reason: askedWhy ?? "" },
  };
}

/** Sentences for whoever finds payouts held. */
export function sayHeld({ sinceMs, troubles, wellSinceMs, asked }: ChainHold): string {
  const why = troubles.map(sayChainTrouble).join(" ");
  const well = wellSinceMs === null ? "" : ` The chain has been well since ${formatMinute(wellSinceMs)}.`;
  const first = asked === null ? "" : ` ${asked.name} wants them to go on: “${asked.reason}”`;
  return `Payouts have been held since ${formatMinute(sinceMs)}: ${why}${well} Nothing new is built, signed or sent.${first}`;
}
