import { integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import type { PoolInWords } from "../../server/domain/contract/pool-in-words";
import type { HealthState, LookedAtPart } from "../../server/domain/health/part";
import { at, writtenAt } from "./columns";
import { user } from "./people";

/** One row while the engine is paused, none otherwise: who paused it, when (machine's clock) and why. */
export const enginePause = pgTable("engine_pause", {
  id: integer("id").primaryKey(),
  /** Null where `npm run adopt` did: then two people end it. */
  userId: uuid("user_id").references(() => user.id),
  reason: text("reason").notNull(),
  /** What these two check besides the days: the adopted pool in words. */
  words: jsonb("words").$type<PoolInWords>(),
  /** The first of these two. */
  checkedBy: uuid("checked_by").references(() => user.id),
  writtenAt: writtenAt(),
});

/**
 * What an engine saw last of what only an engine can look at: keys, signers, files, the chain source. `live` is a web
 * process': whether it hears what is told; `watch` is a watch's: that it looks, and whether it can tell anybody.
 */
export const engineLook = pgTable(
  "engine_look",
  {
    /** The machine that it runs on. */
    instance: text("instance").notNull(),
    part: text("part").$type<LookedAtPart | "live" | "watch">().notNull(),
    state: text("state").$type<HealthState>().notNull(),
    fact: text("fact").notNull(),
    next: text("next"),
    lookedAt: at("looked_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.instance, table.part] })],
);
