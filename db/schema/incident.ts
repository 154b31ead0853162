import { sql } from "drizzle-orm";
import { type AnyPgColumn, boolean, index, integer, jsonb, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import type { IncidentKind } from "../../server/domain/monitoring/kinds";
import type { Priority } from "../../server/domain/monitoring/priority";
import type { IncidentEntryKind, IncidentState } from "../../server/domain/monitoring/states";
import { at, writtenAt } from "./columns";

/** What was or is wrong, by rules or by hand. Times are of the clock of whoever watches. */
export const incident = pgTable(
  "incident",
  {
    id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
    kind: text("kind").$type<IncidentKind>().notNull(),
    subject: text("subject").notNull(),
    priority: integer("priority").$type<Priority>().notNull(),
    state: text("state").$type<IncidentState>().notNull(),
    title: text("title").notNull(),
    /** For those who run the service. */
    fact: text("fact").notNull(),
    next: text("next"),
    /** For everybody; null where it does not concern them. */
    publicText: text("public_text"),
    /** The incident that explains it: only that one alerts. */
    causeId: integer("cause_id").references((): AnyPgColumn => incident.id),
    /** Since when it was so, as far as is known; and when it was noticed: the time to detect is between the two. */
    beganAt: at("began_at").notNull(),
    openedAt: at("opened_at").notNull(),
    /** When a rule last found it so; and since when rules find it well: null while they do not. */
    lastSeenAt: at("last_seen_at").notNull(),
    wellSince: at("well_since"),
    /** How often it came back before it was closed. */
    comebacks: integer("comebacks").notNull().default(0),
    acknowledgedAt: at("acknowledged_at"),
    acknowledgedBy: text("acknowledged_by"),
    acknowledgedWhy: text("acknowledged_why"),
    resolvedAt: at("resolved_at"),
    /** An audit actor; `rules` where it was well again by itself. */
    resolvedBy: text("resolved_by"),
    postMortem: text("post_mortem"),
  },
  (table) => [
    uniqueIndex("incident_one_open").on(table.kind, table.subject).where(sql`${table.resolvedAt} is null`),
    index("incident_recent").on(table.openedAt),
    index("incident_over").on(table.resolvedAt),
    index("incident_of_cause").on(table.causeId),
  ],
);

/** What a rule found that has not been so for long enough to be an incident. */
export const incidentSuspect = pgTable(
  "incident_suspect",
  {
    kind: text("kind").$type<IncidentKind>().notNull(),
    subject: text("subject").notNull(),
    firstSeenAt: at("first_seen_at").notNull(),
    lastSeenAt: at("last_seen_at").notNull(),
  },
  (table) => [uniqueIndex("incident_suspect_one").on(table.kind, table.subject)],
);

/** When rules last looked, in one row: nobody may say that all is well because nobody looks. */
export const incidentLook = pgTable("incident_look", {
  id: integer("id").primaryKey(),
  lookedAt: at("looked_at").notNull(),
  /** Kinds about which that look could say nothing. */
  unknown: jsonb("unknown").$type<readonly IncidentKind[]>().notNull(),
});

/** An incident's timeline. */
export const incidentEntry = pgTable(
  "incident_entry",
  {
    id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
    incidentId: integer("incident_id")
      .notNull()
      .references(() => incident.id, { onDelete: "cascade" }),
    kind: text("kind").$type<IncidentEntryKind>().notNull(),
    /** The state from then on, where the entry changes it. */
    state: text("state").$type<IncidentState>(),
    /** An audit actor, or `rules`. */
    actor: text("actor").notNull(),
    text: text("text").notNull(),
    /** Whether everybody may read it. */
    isPublic: boolean("is_public").notNull().default(false),
    at: at("at").notNull(),
    writtenAt: writtenAt(),
  },
  (table) => [index("incident_entry_of").on(table.incidentId, table.id)],
);
