import { sql } from "drizzle-orm";
import { index, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { StoredOutput } from "../../server/domain/cardano/stored-output";
import type { PoolStatus } from "../../server/domain/contract/types";
import { byteText, chainNumber, hex, lovelace, quantity } from "./columns";

/**
 * Outputs that hold a followed token, created and spent at: the holdings at any past block are a query. Its numbers are
 * those of `followed` and `address`; here and in the other tables that grow with every transaction no foreign key
 * looks that up row by row, since rows are only made by joining them, and nothing there is ever deleted.
 */
export const assetUtxo = pgTable(
  "asset_utxo",
  {
    assetId: integer("asset_id").notNull(),
    txHash: hex("tx_hash").notNull(),
    outputIndex: integer("output_index").notNull(),
    addressId: integer("address_id").notNull(),
    quantity: quantity("quantity").notNull(),
    createdHeight: chainNumber("created_height").notNull(),
    spentHeight: chainNumber("spent_height"),
    spentTxHash: hex("spent_tx_hash"),
  },
  (table) => [
    primaryKey({ columns: [table.assetId, table.txHash, table.outputIndex] }),
    // None of heights: each index makes every row dearer, made and spent. A rollback goes by what transactions did.
    index("asset_utxo_address").on(table.addressId),
  ],
);

/**
 * The lineage of the state token: every pool output so far. The last unspent one is the pool. What its datum says is in
 * columns, so that a plan's outputs are found by index; they are null where the datum is not a pool's.
 */
export const poolUtxo = pgTable(
  "pool_utxo",
  {
    txHash: hex("tx_hash").notNull(),
    outputIndex: integer("output_index").notNull(),
    address: byteText("address").notNull(),
    lovelace: lovelace("lovelace").notNull(),
    datum: hex("datum"),
    /** Digest of the last plan that was committed. */
    plan: hex("plan"),
    status: text("status").$type<PoolStatus["kind"]>(),
    /** While paying, of the next batch; while idle, of what the plan left unpaid, empty if that is nothing. */
    commitment: hex("commitment"),
    nonce: chainNumber("nonce"),
    /** The pool output that was spent to make this one; null for the first. */
    previousTxHash: hex("previous_tx_hash"),
    previousIndex: integer("previous_index"),
    /** By how much it raises the pool's money under the same plan: a deposit. Null where it does not. */
    depositedLovelace: lovelace("deposited_lovelace"),
    /**
     * By how much an act that neither commits nor pays lowers it: an Expire, a Resume, a Cancel, a change of the
     * settings, a withdrawal. Its fee, and what was withdrawn.
     */
    actLovelace: lovelace("act_lovelace"),
    output: jsonb("output").$type<StoredOutput>().notNull(),
    createdHeight: chainNumber("created_height").notNull(),
    spentHeight: chainNumber("spent_height"),
    spentTxHash: hex("spent_tx_hash"),
  },
  (table) => [
    primaryKey({ columns: [table.txHash, table.outputIndex] }),
    index("pool_utxo_created").on(table.createdHeight),
    index("pool_utxo_spent").on(table.spentHeight),
    index("pool_utxo_plan").on(table.plan, table.createdHeight),
    index("pool_utxo_nonce").on(table.nonce),
    index("pool_utxo_act").on(table.createdHeight).where(sql`act_lovelace is not null`),
    index("pool_utxo_deposited").on(table.createdHeight).where(sql`deposited_lovelace is not null`),
  ],
);
