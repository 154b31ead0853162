import { boolean, index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { at, chainNumber, hex, lovelace } from "./columns";

/** Bytes whose hash is the id: true on every fork, so a rollback leaves them. */
export const txBytes = pgTable("tx_bytes", {
  id: hex("id").primaryKey(),
  bytes: hex("bytes").notNull(),
});

/**
 * Earlier transactions whose bytes the source did not have: only genesis has none, or the source is behind. Missing is
 * never a conclusion, so they are asked for again, ever more seldom: by our own clock.
 */
export const txBytesMissing = pgTable("tx_bytes_missing", {
  id: hex("id").primaryKey(),
  tries: integer("tries").notNull().default(1),
  askAgainAt: at("ask_again_at").notNull(),
});

/**
 * Outputs that players spent, from the verified bytes of the transactions that made them: who somebody is and how much
 * came from them. True on every fork, as the bytes are.
 */
export const earlierOutput = pgTable(
  "earlier_output",
  {
    txHash: hex("tx_hash").notNull(),
    outputIndex: integer("output_index").notNull(),
    addressId: integer("address_id").notNull(),
    lovelace: lovelace("lovelace").notNull(),
  },
  (table) => [primaryKey({ columns: [table.txHash, table.outputIndex] })],
);

/**
 * Every transaction in a block that concerns the game, a token or the pool. The raw events from which the second
 * calculation works, and the evidence that a payout is in the ledger.
 */
export const chainTransaction = pgTable(
  "chain_transaction",
  {
    hash: hex("hash").primaryKey(),
    height: chainNumber("height").notNull(),
    /** Empty before the pool's start, where we hold no blocks. */
    blockHash: hex("block_hash").notNull(),
    slot: chainNumber("slot").notNull(),
    timeMs: chainNumber("time_ms").notNull(),
    valid: boolean("valid").notNull(),
    /** Only where scripts ran can it have failed; then validity is asked for once more before a day is read. */
    runsScripts: boolean("runs_scripts").notNull(),
    /** Ids of what it concerns (`followed`). */
    subjects: integer("subjects").array().notNull(),
    /** `address lovelace tokens` of each output by index, for who asks what was spent; the rest is in `tx_bytes`. */
    outputs: text("outputs").notNull(),
    /** `hash#index` of each output with a followed token that it spent: those to give back when it is undone. */
    spends: text("spends").array().notNull(),
  },
  (table) => [index("chain_transaction_height").on(table.height)],
);
