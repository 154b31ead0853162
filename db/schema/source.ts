import { sql } from "drizzle-orm";
import { boolean, integer, jsonb, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import type { CircuitRecord, SourceState } from "../../server/domain/source/health";
import type { SourceName } from "../../server/domain/source/names";
import { chainNumber, hex } from "./columns";

/** How each chain source is, for all instances. Times are POSIX milliseconds by the clock of an instance. */
export const sourceHealth = pgTable(
  "source_health",
  {
    name: text("name").$type<SourceName>().primaryKey(),
    /** How people know the server; without secrets. */
    server: text("server").notNull(),
    /** Its place in the order of the settings. */
    place: integer("place").notNull(),
    /** Only then it can be the one that is read from. */
    hasBytes: boolean("has_bytes").notNull(),
    state: text("state").$type<SourceState>().notNull().default("good"),
    /** Why it is not good, in the words of whoever found it. */
    reason: text("reason"),
    sinceMs: chainNumber("since_ms").notNull(),
    /** Null while it is good. */
    nextTryMs: chainNumber("next_try_ms"),
    /** The circuit breaker's own record, from which another instance goes on. */
    circuit: jsonb("circuit").$type<CircuitRecord>(),
    /** Good answers in a row to what was asked only to see how it is. */
    goodProbes: integer("good_probes").notNull().default(0),
    /** How often in a row its tip was not in our books, although they reach that far. */
    differing: integer("differing").notNull().default(0),
    tipHeight: chainNumber("tip_height"),
    tipHash: hex("tip_hash"),
    tipTimeMs: chainNumber("tip_time_ms"),
    lookedAtMs: chainNumber("looked_at_ms").notNull().default(0),
    /** Since when it is the one that is read from; null while it is not. */
    chosenMs: chainNumber("chosen_ms"),
  },
  (table) => [uniqueIndex("source_health_one_chosen").on(sql`(true)`).where(sql`${table.chosenMs} is not null`)],
);
