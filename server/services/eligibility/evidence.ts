import { and, desc, eq, gt, inArray, isNull, lte, or } from "drizzle-orm";
import type { Database } from "@/db/client";
import { assetUtxo, participation } from "@/db/schema";
import type { Height, Hex, Identity, Lovelace, PosixMs } from "@/server/domain/units";

export type PlayedTransaction = {
  readonly txHash: Hex;
  readonly height: Height;
  readonly timeMs: PosixMs;
  readonly lovelace: Lovelace;
};

export type TokenUtxo = {
  readonly txHash: Hex;
  readonly outputIndex: number;
  readonly address: string;
  readonly quantity: bigint;
  readonly createdHeight: Height;
};

/** Rows that a page shows of each; there may be more, and the totals count all. */
export const EVIDENCE_ROWS = 25;

/** The newest transactions by which an identity has played, up to a block. */
export function playedTransactions(db: Database, identity: Identity, height: Height): Promise<PlayedTransaction[]> {
  const { txHash, timeMs, lovelace } = participation;
  return db
    .select({ txHash, height: participation.height, timeMs, lovelace })
    .from(participation)
    .where(and(eq(participation.identity, identity), lte(participation.height, height)))
    .orderBy(desc(participation.height), desc(participation.indexInBlock))
    .limit(EVIDENCE_ROWS);
}

/** The largest outputs with prize tokens at some addresses, unspent at a block. */
export function tokenUtxos(db: Database, addresses: readonly string[], height: Height): Promise<TokenUtxo[]> {
  const { txHash, outputIndex, address, quantity, createdHeight, spentHeight } = assetUtxo;
  return db
    .select({ txHash, outputIndex, address, quantity, createdHeight })
    .from(assetUtxo)
    .where(
      and(
        inArray(address, addresses.slice(0, EVIDENCE_ROWS)),
        lte(createdHeight, height),
        or(isNull(spentHeight), gt(spentHeight, height)),
      ),
    )
    .orderBy(desc(quantity), desc(createdHeight))
    .limit(EVIDENCE_ROWS);
}
