import { and, desc, eq } from "drizzle-orm";
import type { Database } from "@/db/client";
import { auditEvent } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import type { ReferenceScripts } from "@/server/chain/pool/spend-terms";
import type { OutRef } from "@/server/domain/ports";
import type { Hex } from "@/server/domain/units";
import { type Actor, appendAudit } from "../audit/append-audit";
import { recordReferences } from "./record-references";

const BEGIN = "pool.references.begin";

/**
 * What this installation remembers of references that it makes. An attempt is what its audit row says, which is written
 * before anything is sent; that references are used is written once they are on chain.
 */
export function referenceMemory(db: Database, policyId: Hex, actor: Actor) {
  const subject = `pool:${policyId}`;
  return {
    async begun(): Promise<OutRef | null> {
      const [last] = await db
        .select({ details: auditEvent.details })
        .from(auditEvent)
        .where(and(eq(auditEvent.action, BEGIN), eq(auditEvent.subject, subject)))
        .orderBy(desc(auditEvent.sequence))
        .limit(1);
      const { spendsTxHash, spendsIndex } = (last?.details ?? {}) as Record<string, unknown>;
      if (typeof spendsTxHash !== "string" || typeof spendsIndex !== "number") return null;
      return { txHash: spendsTxHash, index: spendsIndex };
    },
    async begin({ txHash, spends }: { readonly txHash: Hex; readonly spends: OutRef }): Promise<void> {
      const details = { transaction: txHash, spendsTxHash: spends.txHash, spendsIndex: spends.index };
      const event = { actor, action: BEGIN, subject, details, atMs: Date.now() };
      await withTransaction(db, (tx) => appendAudit(tx, event));
    },
    record(references: ReferenceScripts): Promise<boolean> {
      return withTransaction(db, (tx) => recordReferences(tx, policyId, references, actor));
    },
  };
}
