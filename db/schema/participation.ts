import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { NoPlayReason } from "../../server/domain/participation/play";
import { at, chainNumber, hex, lovelace } from "./columns";

/** One row a transaction that pays a game: who played, or why nobody could be named. */
export const participation = pgTable(
  "participation",
  {
    ruleId: integer("rule_id").notNull(),
    txHash: hex("tx_hash").notNull(),
    height: chainNumber("height").notNull(),
    timeMs: chainNumber("time_ms").notNull(),
    /** Null when the entry counts for nobody; `reason` says why. */
    identityId: integer("identity_id"),
    reason: text("reason").$type<NoPlayReason | "waiting">(),
    lovelace: lovelace("lovelace").notNull(),
    /**
     * Its own height, or past the last snapshot there was when it became known who played, where that took long: a day
     * counts what was known by its last block, and what is read stays as it is. Null while it is waiting.
     */
    knownHeight: chainNumber("known_height"),
    /** Of one that waits: when its player was last looked for, by our own clock. Those looked for least come next. */
    lookedAt: at("looked_at"),
  },
  (table) => [
    check("participation_says_who_or_why", sql`identity_id is not null or reason is not null`),
    primaryKey({ columns: [table.ruleId, table.txHash] }),
    index("participation_identity").on(table.ruleId, table.identityId, table.height),
    index("participation_height").on(table.height),
    index("participation_late").on(table.knownHeight).where(sql`known_height is null or known_height > height`),
  ],
);
