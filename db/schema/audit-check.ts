import { integer, pgTable, text } from "drizzle-orm/pg-core";
import { hex, writtenAt } from "./columns";

/** One row: how far the engine has read the audit log, and what it found (server/services/audit/check-further.ts). */
export const auditCheck = pgTable("audit_check", {
  id: integer("id").primaryKey(),
  /** JSON. A text, since its code is of these bytes. */
  state: text("state").notNull(),
  /** By AUDIT_KEY, so that whoever can write to the database, and has no more, cannot write a verdict either. */
  mac: hex("mac").notNull(),
  writtenAt: writtenAt(),
});
