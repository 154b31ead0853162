import { boolean, index, integer, jsonb, pgTable } from "drizzle-orm/pg-core";
import type { StoredTransaction } from "../../server/domain/cardano/stored-transaction";
import { chainNumber, hex } from "./columns";

/**
 * Every transaction that concerns the game, the prize token or the pool, as the source gave it: the raw events of the
 * second calculation, and the evidence that a payout is in the ledger.
 */
export const chainTransaction = pgTable(
  "chain_transaction",
  {
    hash: hex("hash").primaryKey(),
    height: chainNumber("height").notNull(),
    indexInBlock: integer("index_in_block").notNull(),
    valid: boolean("valid").notNull(),
    body: jsonb("body").$type<StoredTransaction>().notNull(),
  },
  (table) => [index("chain_transaction_order").on(table.height, table.indexInBlock)],
);
