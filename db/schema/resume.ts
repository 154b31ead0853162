import { sql } from "drizzle-orm";
import { integer, jsonb, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import type { SignedState } from "../../server/domain/day/signed-state";
import { chainNumber, hex, writtenAt } from "./columns";
import { day } from "./day";

/**
 * A Resume that somebody asked for: what a day's plan left unpaid is to be paid by the same plan, before a new
 * deadline. Its signatures are in `approval`, by its text.
 */
export const resume = pgTable(
  "resume",
  {
    id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
    dayIndex: integer("day_index")
      .notNull()
      .references(() => day.dayIndex),
    signedFor: jsonb("signed_for").$type<SignedState>().notNull(),
    deadlineMs: chainNumber("deadline_ms").notNull(),
    /** The digest that the texts name. */
    tail: hex("tail").notNull(),
    userId: text("user_id").notNull(),
    reason: text("reason").notNull(),
    /** Why nothing that was signed for it can land any more; null while it can. */
    endedBecause: text("ended_because"),
    writtenAt: writtenAt(),
  },
  // A tail names the pool's nonce: after a Cancel another may be asked for.
  (table) => [uniqueIndex("resume_one_open").on(table.dayIndex, table.tail).where(sql`ended_because is null`)],
);
