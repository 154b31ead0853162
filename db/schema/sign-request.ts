import { index, integer, jsonb, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import type { SignedState } from "../../server/domain/day/signed-state";
import { chainNumber, hex, writtenAt } from "./columns";
import { day } from "./day";

/**
 * What signers are asked for: a plan or a Resume, for a state of the pool, before a deadline. Written before any of
 * them is asked, and never deleted: unanswered, it counts as signed (server/services/day/sign-requests.ts).
 */
export const signRequest = pgTable(
  "sign_request",
  {
    id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
    dayIndex: integer("day_index")
      .notNull()
      .references(() => day.dayIndex),
    what: text("what").$type<"plan" | "resume">().notNull(),
    /** What the texts name: the plan, or the rest that a Resume pays. It stands for the state of the pool too. */
    digest: hex("digest").notNull(),
    deadlineMs: chainNumber("deadline_ms").notNull(),
    signedFor: jsonb("signed_for").$type<SignedState>().notNull(),
    /** The oracle's. */
    text: text("text").notNull(),
    /** Chain time. */
    requestedMs: chainNumber("requested_ms").notNull(),
    /** How often the oracle was asked, counted before each question; and how often it answered that it refuses. */
    asked: integer("asked").notNull().default(0),
    refused: integer("refused").notNull().default(0),
    /** Why nobody can have signed it; null unless people have given it up. */
    endedBecause: text("ended_because"),
    writtenAt: writtenAt(),
  },
  (table) => [
    uniqueIndex("sign_request_once").on(table.digest, table.deadlineMs),
    index("sign_request_day").on(table.dayIndex),
    index("sign_request_state").on(table.signedFor),
  ],
);
