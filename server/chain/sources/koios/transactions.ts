import type { TransactionPlace } from "@/server/domain/ports";
import type { Hex } from "@/server/domain/units";
import { checkTransactionBytes } from "../check-bytes";
import type { TimeOfSlot } from "../slot-times";
import { cbor, columnsOf, placed } from "./answers";
import { createBatch } from "./batch";
import type { KoiosClient } from "./client";

export type TransactionReader = {
  place(hash: Hex): Promise<TransactionPlace | null>;
  bytes(hash: Hex): Promise<Hex | null>;
};

export function createTransactionReader(client: KoiosClient, timeOfSlot: TimeOfSlot): TransactionReader {
  const place = createBatch(client, { path: "tx_info", select: columnsOf(placed), row: placed });
  const bytes = createBatch(client, { path: "tx_cbor", select: columnsOf(cbor), row: cbor });
  return {
    async place(hash) {
      const row = await place(hash);
      if (!row || row.block_height === null || row.absolute_slot === null) return null;
      return {
        blockHash: row.block_hash,
        height: row.block_height,
        slot: row.absolute_slot,
        timeMs: await timeOfSlot(row.absolute_slot, row.tx_timestamp),
        valid: row.valid_contract,
      };
    },
    async bytes(hash) {
      const row = await bytes(hash);
      if (row?.cbor) return checkTransactionBytes(client, hash, row.cbor);
      // The funds of genesis are transactions without bytes and without a block.
      if (!row || row.block_height === null) return null;
      throw client.error(
        "not-supported",
        `tx_cbor knows ${hash} and has no bytes of it: this server keeps none. Turn them on (db-sync: tx_cbor), or use another server.`,
      );
    },
  };
}
