import { eq, type SQL } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { chainTransaction, txBytes } from "@/db/schema";
import { fromHex } from "@/server/domain/cardano/hex-bytes";
import { decodeLedgerTransaction, toChainTransaction } from "@/server/domain/cardano/ledger-transaction";
import type { ChainTransaction } from "@/server/domain/ports";
import type { Hex } from "@/server/domain/units";

type Place = "hash" | "height" | "blockHash" | "slot" | "timeMs" | "valid";
type Held = Pick<typeof chainTransaction.$inferSelect, Place> & {
  /** Verified when they were stored, which is before the transaction is. */
  readonly bytes: Hex | null;
};

const { hash, height, blockHash, slot, timeMs, valid } = chainTransaction;

/** The columns from which `readHeld` makes a transaction; left join `tx_bytes`, so that none is left out in silence. */
export const HELD = { hash, height, blockHash, slot, timeMs, valid, bytes: txBytes.bytes };

/** A transaction in our tables, from its bytes. What its inputs were is null. */
export function readHeld({ hash, bytes, valid, blockHash, height, slot, timeMs }: Held): ChainTransaction {
  if (bytes === null) throw new Error(`transaction ${hash} is held without its bytes: restore tx_bytes from a backup`);
  const decoded = decodeLedgerTransaction(fromHex(bytes), hash);
  return toChainTransaction(decoded, { valid, block: { hash: blockHash, height, slot, timeMs } });
}

/** In no order. */
export async function loadHeld(db: Database | Transaction, where: SQL): Promise<ChainTransaction[]> {
  const rows = await db
    .select(HELD)
    .from(chainTransaction)
    .leftJoin(txBytes, eq(txBytes.id, chainTransaction.hash))
    .where(where);
  return rows.map(readHeld);
}
