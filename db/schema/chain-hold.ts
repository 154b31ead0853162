import { sql } from "drizzle-orm";
import { index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import type { ChainTrouble } from "../../server/domain/monitoring/chain-evidence";
import { at, chainNumber, writtenAt } from "./columns";
import { user } from "./people";

/** One row: what engines have seen of the chain's tip, by their own clocks. It is there before a block tells it. */
export const chainSight = pgTable("chain_sight", {
  id: integer("id").primaryKey(),
  /** The newest block that any source told, and when it was told first. */
  newestHeight: chainNumber("newest_height").notNull(),
  newestAt: at("newest_at").notNull(),
  /** Since when our scan is behind it; null while it keeps up. */
  behindSince: at("behind_since"),
  lookedAt: at("looked_at").notNull(),
});

/** Each rollback that the scan has followed. Old rows are pruned. */
export const chainRollback = pgTable(
  "chain_rollback",
  {
    id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
    /** Our newest block before it, and the one that was left of ours. */
    fromHeight: chainNumber("from_height").notNull(),
    toHeight: chainNumber("to_height").notNull(),
    writtenAt: writtenAt(),
  },
  (table) => [index("chain_rollback_recent").on(table.writtenAt)],
);

/** Each time that payouts were held because the chain was not well; at most one is open. By the engine's clock. */
export const chainHold = pgTable(
  "chain_hold",
  {
    id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
    heldAt: at("held_at").notNull(),
    /** What was found wrong last. */
    troubles: jsonb("troubles").$type<readonly ChainTrouble[]>().notNull(),
    /** Since when nothing is found wrong; null while something is. Once released: since when the accepted is away. */
    wellSince: at("well_since"),
    /** The first of the two people who end it early, and why. */
    askedBy: uuid("asked_by").references(() => user.id),
    askedWhy: text("asked_why"),
    releasedAt: at("released_at"),
    /** What these two accepted: it holds nothing anew until it has been away for as long as a hold waits. */
    accepted: jsonb("accepted").$type<readonly string[]>().notNull().default([]),
  },
  (table) => [uniqueIndex("chain_hold_one_open").on(sql`(true)`).where(sql`${table.releasedAt} is null`)],
);
