import { healthPart, type LookedAtPart, type NamedPart } from "@/server/domain/health/part";
import { sentence } from "@/server/words/sentence";
import { readVerdict, type StoredVerdict } from "../../audit/read-verdict";
import type { PayoutContext } from "../../payout/payout-context";

/** What the check of the audit log found last. Without AUDIT_KEY nobody can tell whether the engine wrote that. */
export async function lookAtAuditLog({ db }: PayoutContext, nowMs: number): Promise<NamedPart<LookedAtPart>[]> {
  return [judgeAuditLog(await readVerdict(db, nowMs))];
}

export function judgeAuditLog(verdict: StoredVerdict): NamedPart<LookedAtPart> {
  switch (verdict.kind) {
    case "never":
      return healthPart("audit log", { state: "unknown", fact: "The audit log has not been checked yet." });
    case "changed": {
      const fact = sentence(`The audit log does not verify from entry ${verdict.sequence} on: ${verdict.problem}`);
      const next = 'See with npm run audit -- verify, then follow OPERATIONS.md, "When the audit log does not verify".';
      return healthPart("audit log", { state: "failing", fact, next, href: "/admin/audit" });
    }
    case "verified":
      if (verdict.isOld)
        return healthPart("audit log", { state: "unknown", fact: "It has not been checked for long." });
      return healthPart("audit log", { state: "ok", fact: `The audit log verifies up to entry ${verdict.upTo}.` });
  }
}
