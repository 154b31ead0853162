import { doublePrecision, index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { DoorFault } from "../../server/domain/metrics/visit";
import { at, writtenAt } from "./columns";

/** What one visit of the prober saw at one door of the product. Old rows are pruned. */
export const probe = pgTable(
  "probe",
  {
    id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
    /** The machine that it was made from. */
    instance: text("instance").notNull(),
    /** The path, as in `/` or `/api/v1/days`. */
    door: text("door").notNull(),
    /** Null where nothing answered. */
    status: integer("status"),
    durationMs: integer("duration_ms").notNull(),
    /** Null where all was good. */
    fault: text("fault").$type<DoorFault>(),
    /** The fault in words. */
    problem: text("problem"),
    at: at("at").notNull(),
  },
  (table) => [index("probe_recent").on(table.at)],
);

/** A figure at a time: stored history of ServiceMetrics, and key figures of runs. */
export const metricSample = pgTable(
  "metric_sample",
  {
    /** As in the GLOSSARY: `uptime`, `scan-seconds` ... */
    name: text("name").notNull(),
    at: at("at").notNull(),
    value: doublePrecision("value").notNull(),
  },
  (table) => [primaryKey({ columns: [table.name, table.at] })],
);

/** What people do from time to time, and when it was last done: backups, drills, new keys. */
export const upkeep = pgTable(
  "upkeep",
  {
    id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
    what: text("what").$type<UpkeepName>().notNull(),
    doneAt: at("done_at").notNull(),
    /** An audit actor. */
    actor: text("actor").notNull(),
    note: text("note").notNull(),
    writtenAt: writtenAt(),
  },
  (table) => [index("upkeep_recent").on(table.what, table.doneAt)],
);

/** `secrets`: those of the environment that are no signing keys. */
export const UPKEEP_NAMES = ["backup", "drill", "operator-key", "signer-key", "secrets"] as const;
export type UpkeepName = (typeof UPKEEP_NAMES)[number];
