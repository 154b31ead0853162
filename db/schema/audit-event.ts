import { bigint, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import type { AuditEvent } from "../../server/domain/audit/chain";
import { hex, writtenAt } from "./columns";

/** Who did what, chained by hash so that a removed or changed row is noticed (server/domain/audit). */
export const auditEvent = pgTable("audit_event", {
  /** From 1 without gaps: each is the one before plus one, taken under a lock. */
  sequence: bigint("sequence", { mode: "number" }).primaryKey(),
  actor: text("actor").notNull(),
  action: text("action").notNull(),
  subject: text("subject").notNull(),
  details: jsonb("details").$type<AuditEvent["details"]>().notNull(),
  atMs: bigint("at_ms", { mode: "number" }).notNull(),
  previousHash: hex("previous_hash").notNull(),
  hash: hex("hash").notNull().unique(),
  /** The code of the hash by a key that is not in the database, and which key that was (server/domain/audit/mac.ts). */
  keyId: hex("key_id").notNull(),
  mac: hex("mac").notNull(),
  writtenAt: writtenAt(),
});
