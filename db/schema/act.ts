import { sql } from "drizzle-orm";
import { index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import type { TypedAct } from "../../server/domain/contract/typed-act";
import type { Envelope } from "../../server/domain/contract/types";
import { at, chainNumber, hex, writtenAt } from "./columns";
import { user } from "./people";

/**
 * An act on the pool that somebody proposed. Whether it has landed, can land or never will is not here: the pool's own
 * history says it (server/services/acts/internal/fates.ts), so a rollback changes none of these rows.
 */
export const actProposal = pgTable(
  "act_proposal",
  {
    id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
    policyId: hex("policy_id").notNull(),
    /** Of the pool that it is for: the text names it. */
    nonce: chainNumber("nonce").notNull(),
    act: jsonb("act").$type<TypedAct>().notNull(),
    /** What is signed, word for word. */
    text: text("text").notNull(),
    reason: text("reason").notNull(),
    proposedBy: uuid("proposed_by")
      .notNull()
      .references(() => user.id),
    /** Taken back: we send it no more. Whoever has its signatures still can. */
    withdrawnBy: uuid("withdrawn_by").references(() => user.id),
    withdrawnAt: at("withdrawn_at"),
    /** Who asked the engine to send it, and when by the chain's time; null before, and once that is too long ago. */
    sendAskedBy: uuid("send_asked_by").references(() => user.id),
    sendAskedAt: at("send_asked_at"),
    /** The newest transaction that was built for it. Stored before it is sent. */
    txHash: hex("tx_hash"),
    txBytes: hex("tx_bytes"),
    inputTxHash: hex("input_tx_hash"),
    inputIndex: integer("input_index"),
    validUntilSlot: chainNumber("valid_until_slot"),
    lastBroadcastHeight: chainNumber("last_broadcast_height"),
    /** What the source said last, or why nothing can be built. For people: no decision reads it. */
    lastOutcome: text("last_outcome"),
    writtenAt: writtenAt(),
  },
  (table) => [
    uniqueIndex("act_proposal_one_open").on(table.text).where(sql`withdrawn_at is null`),
    index("act_proposal_nonce").on(table.nonce),
  ],
);

/** A signature over an act's text, by an approver or a new key that consents. It proves itself, whoever brought it. */
export const actSignature = pgTable(
  "act_signature",
  {
    id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
    text: text("text").notNull(),
    publicKey: hex("public_key").notNull(),
    envelope: jsonb("envelope").$type<Envelope>().notNull(),
    via: text("via").notNull(),
    /** Who brought it. */
    userId: uuid("user_id")
      .notNull()
      .references(() => user.id),
    writtenAt: writtenAt(),
  },
  (table) => [uniqueIndex("act_signature_once").on(table.text, table.publicKey)],
);
