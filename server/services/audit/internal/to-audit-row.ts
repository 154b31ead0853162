import type { auditEvent } from "@/db/schema";
import type { AuditRow } from "@/server/domain/audit/chain";

export function toAuditRow(row: typeof auditEvent.$inferSelect): AuditRow {
  const { sequence, atMs, actor, action, subject, details, previousHash, hash } = row;
  return { event: { sequence, atMs, actor, action, subject, details }, previousHash, hash };
}
