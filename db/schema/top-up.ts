import { sql } from "drizzle-orm";
import { index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import type { TopUpState } from "../../server/domain/top-up/states";
import { chainNumber, hex, lovelace, quantity, writtenAt } from "./columns";
import { user } from "./people";

/** A deposit that somebody asked for in the console, and its transaction on the pool's present state. */
export const topUp = pgTable(
  "top_up",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    userId: uuid("user_id")
      .notNull()
      .references(() => user.id),
    lovelace: lovelace("lovelace").notNull(),
    tokens: quantity("tokens").notNull(),
    /** Where the owner's money is; what is there is read from the chain. */
    addresses: jsonb("addresses").$type<readonly string[]>().notNull(),
    changeAddress: text("change_address").notNull(),
    state: text("state").$type<TopUpState>().notNull().default("ASKED"),
    /** Chain time of the request, and of the present state. */
    askedMs: chainNumber("asked_ms").notNull(),
    sinceMs: chainNumber("since_ms").notNull(),
    /** Why it is in this state, in words. */
    detail: text("detail").notNull(),
    /** From BUILT on; with all signatures from SENT on. */
    txHash: hex("tx_hash"),
    txBytes: hex("tx_bytes"),
    inputTxHash: hex("input_tx_hash"),
    inputIndex: integer("input_index"),
    validUntilSlot: chainNumber("valid_until_slot"),
    validUntilMs: chainNumber("valid_until_ms"),
    feeLovelace: lovelace("fee_lovelace"),
    /** Key hashes of the owner that have to sign. */
    signers: jsonb("signers").$type<readonly string[]>(),
    signatures: jsonb("signatures").$type<readonly { readonly publicKey: string; readonly signature: string }[]>(),
    sentHeight: chainNumber("sent_height"),
    lastSentHeight: chainNumber("last_sent_height"),
    writtenAt: writtenAt(),
  },
  (table) => [uniqueIndex("top_up_one_open").on(table.userId).where(sql`state not in ('DONE', 'ENDED')`)],
);

/** A deposit that was sent and given up. A rollback deeper than the proof may let it land after all. */
export const givenUpDeposit = pgTable(
  "given_up_deposit",
  {
    txHash: hex("tx_hash").primaryKey(),
    topUpId: uuid("top_up_id")
      .notNull()
      .references(() => topUp.id, { onDelete: "cascade" }),
    /** With all signatures. */
    txBytes: hex("tx_bytes").notNull(),
    inputTxHash: hex("input_tx_hash").notNull(),
    inputIndex: integer("input_index").notNull(),
    validUntilSlot: chainNumber("valid_until_slot").notNull(),
    validUntilMs: chainNumber("valid_until_ms").notNull(),
    feeLovelace: lovelace("fee_lovelace").notNull(),
    sentHeight: chainNumber("sent_height").notNull(),
  },
  (table) => [index("given_up_deposit_top_up").on(table.topUpId)],
);
