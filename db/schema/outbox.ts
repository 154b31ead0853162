import { sql } from "drizzle-orm";
import { boolean, index, integer, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { at, writtenAt } from "./columns";

/** Events for the log, for people and for other systems, written in the transaction that made them true. */
export const outbox = pgTable(
  "outbox",
  {
    id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
    event: text("event").notNull(),
    payload: jsonb("payload").notNull(),
    deliveredAt: at("delivered_at"),
    writtenAt: writtenAt(),
  },
  (table) => [index("outbox_waiting").on(table.id).where(sql`delivered_at is null`)],
);

/** Runs of jobs, for the console and the error rate. Old rows are pruned. */
export const jobRun = pgTable(
  "job_run",
  {
    id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
    job: text("job").notNull(),
    result: text("result").notNull(),
    detail: text("detail"),
    /** The day whose own state tells the problem already. */
    stoppedDay: integer("stopped_day"),
    startedAt: at("started_at").notNull(),
    durationMs: integer("duration_ms").notNull(),
  },
  (table) => [index("job_run_recent").on(table.job, table.startedAt)],
);

/**
 * What is known of the service in a minute, one row for each. Uptime and error rate are computed from it. Old rows are
 * pruned.
 */
export const heartbeat = pgTable("heartbeat", {
  minute: at("minute").primaryKey(),
  /** Whether an instance was alive and reached its database. */
  isAlive: boolean("is_alive").notNull().default(false),
  /** Visitors' requests, and those of them that failed. */
  requests: integer("requests").notNull().default(0),
  errors: integer("errors").notNull().default(0),
  /** The prober's visits, and those of them that failed. */
  visits: integer("visits").notNull().default(0),
  failedVisits: integer("failed_visits").notNull().default(0),
});
