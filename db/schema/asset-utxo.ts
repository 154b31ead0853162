import { sql } from "drizzle-orm";
import { index, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { StoredOutput } from "../../server/domain/cardano/stored-output";
import { chainNumber, hex, lovelace, quantity } from "./columns";

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
    index("asset_utxo_address").on(table.addressId),
    index("asset_utxo_created").on(table.createdHeight),
    index("asset_utxo_spent").on(table.spentHeight).where(sql`spent_height is not null`),
  ],
);

/** The lineage of the state token: every pool output so far. The last unspent one is the pool. */
export const poolUtxo = pgTable(
  "pool_utxo",
  {
    txHash: hex("tx_hash").notNull(),
    outputIndex: integer("output_index").notNull(),
    address: text("address").notNull(),
    lovelace: lovelace("lovelace").notNull(),
    datum: hex("datum"),
    output: jsonb("output").$type<StoredOutput>().notNull(),
    createdHeight: chainNumber("created_height").notNull(),
    spentHeight: chainNumber("spent_height"),
    spentTxHash: hex("spent_tx_hash"),
  },
  (table) => [
    primaryKey({ columns: [table.txHash, table.outputIndex] }),
    index("pool_utxo_created").on(table.createdHeight),
    index("pool_utxo_spent").on(table.spentHeight),
  ],
);
