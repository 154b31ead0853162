import { sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { asTable, textList } from "@/db/rows";
import { txBytes } from "@/db/schema";
import { fromHex } from "@/server/domain/cardano/hex-bytes";
import {
  decodeLedgerTransaction,
  type LedgerTransaction,
  UndecodableTransaction,
} from "@/server/domain/cardano/ledger-transaction";
import type { ChainSource } from "@/server/domain/ports";
import type { Hex } from "@/server/domain/units";
import { Contradicted } from "./contradicted";

/** Those of these transactions whose bytes we have. */
export async function loadBytes(db: Database | Transaction, ids: readonly Hex[]): Promise<Map<Hex, Hex>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select()
    .from(txBytes)
    .where(sql`${txBytes.id} = any(${textList(ids)})`);
  return new Map(rows.map(({ id, bytes }) => [id, bytes]));
}

/** Over what we have: the same body, but what the id does not cover may have been false before. */
export async function storeBytes(db: Database | Transaction, bytes: ReadonlyMap<Hex, Hex>): Promise<void> {
  if (bytes.size === 0) return;
  await db.execute(sql`
    insert into tx_bytes (id, bytes)
    select id, bytes from ${asTable([...bytes], { id: ["text", ([id]) => id], bytes: ["text", ([, text]) => text] })}
    on conflict (id) do update set bytes = excluded.bytes where tx_bytes.bytes <> excluded.bytes`);
}

/** Decoded bytes whose hash is the id that was asked for. Null when the source does not have them. */
export async function fetchTransaction(
  source: ChainSource,
  hash: Hex,
): Promise<{ readonly bytes: Hex; readonly decoded: LedgerTransaction } | null> {
  const bytes = await source.transactionBytes(hash);
  return bytes === null ? null : { bytes, decoded: decodeChecked(hash, bytes) };
}

export function decodeChecked(hash: Hex, bytes: Hex): LedgerTransaction {
  let decoded: LedgerTransaction;
  const raw = fromHex(bytes);
  if (raw.length * 2 !== bytes.length) {
    throw new Contradicted({ kind: "undecodable", hash, problem: "They should be hexadecimal, and are not." });
  }
  try {
    decoded = decodeLedgerTransaction(raw);
  } catch (error) {
    if (!(error instanceof UndecodableTransaction)) throw error;
    throw new Contradicted({ kind: "undecodable", hash, problem: error.message });
  }
  if (decoded.id !== hash) throw new Contradicted({ kind: "other-bytes", hash, got: decoded.id });
  return decoded;
}
