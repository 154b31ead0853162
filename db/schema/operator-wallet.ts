import { index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { at, byteText, chainNumber, hex, lovelace, writtenAt } from "./columns";

/** Outputs that engines saw at the operator's address. One that went is kept, with the transaction that spent it. */
export const operatorOutput = pgTable(
  "operator_output",
  {
    txHash: hex("tx_hash").notNull(),
    outputIndex: integer("output_index").notNull(),
    address: byteText("address").notNull(),
    lovelace: lovelace("lovelace").notNull(),
    /** The source's tip when it was last seen unspent: what spent it came after. */
    seenHeight: chainNumber("seen_height").notNull(),
    /** By the bytes of that transaction. Null while it is unspent, or nobody knows what spent it. */
    spentTxHash: hex("spent_tx_hash"),
    /** When an engine found that. */
    spentAt: at("spent_at"),
  },
  (table) => [
    primaryKey({ columns: [table.txHash, table.outputIndex] }),
    index("operator_output_address").on(table.address),
  ],
);

/**
 * Transactions of our own besides attempts, acts and top-ups: commands write them before they send anything, people add
 * those that they sent by other means, and a database that takes over a pool has all that moved it before.
 */
export const ownTransaction = pgTable("own_transaction", {
  txHash: hex("tx_hash").primaryKey(),
  /** An audit actor. */
  actor: text("actor").notNull(),
  /** The command, or a person's reason. */
  why: text("why").notNull(),
  writtenAt: writtenAt(),
});
