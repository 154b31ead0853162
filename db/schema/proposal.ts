import { sql } from "drizzle-orm";
import { integer, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import type { DocumentKind } from "../../server/domain/rules/document";
import { at, hex, writtenAt } from "./columns";
import { user } from "./people";

/**
 * New rules or operations that one person has written, and what became of them. A table and not the audit log: a
 * proposal ends once, of each kind one is open at a time, and a document has no place in a log.
 */
export const proposal = pgTable(
  "proposal",
  {
    id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
    kind: text("kind").$type<DocumentKind>().notNull(),
    /** What the second person confirms: of the document, its first day and the version that it follows. */
    hash: hex("hash").notNull(),
    document: jsonb("document").notNull(),
    /** Of rules. Operations hold from the confirmation on. */
    fromDay: integer("from_day"),
    reason: text("reason").notNull(),
    proposedBy: uuid("proposed_by")
      .notNull()
      .references(() => user.id),
    state: text("state").$type<"open" | "confirmed" | "withdrawn">().notNull().default("open"),
    endedBy: uuid("ended_by").references(() => user.id),
    endedAt: at("ended_at"),
    /** What it became, once it is confirmed. */
    version: integer("version"),
    writtenAt: writtenAt(),
  },
  (table) => [
    uniqueIndex("proposal_one_open").on(table.kind).where(sql`state = 'open'`),
    uniqueIndex("proposal_version").on(table.kind, table.version).where(sql`version is not null`),
  ],
);
