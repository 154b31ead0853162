import { eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import * as schema from "@/db/schema";
import type { ReferenceScripts } from "@/server/chain/pool/spend-terms";
import { isSameRef, showRef } from "@/server/domain/cardano/out-ref";
import type { Hex } from "@/server/domain/units";
import { type Actor, appendAudit } from "../audit/append-audit";
import { ServiceError } from "../errors";
import { referenceColumns } from "./record-pool";
import { refsOf } from "./spend-basis";

/**
 * From now on everything is built with these references, which the caller has looked at. Returns false, and writes
 * nothing, where it was so already. Throws ServiceError if this database has another pool, or none.
 */
export async function recordReferences(
  tx: Transaction,
  policyId: Hex,
  references: ReferenceScripts,
  actor: Actor,
): Promise<boolean> {
  const [row] = await tx.select().from(schema.pool).where(eq(schema.pool.policyId, policyId)).for("update");
  if (!row) throw new ServiceError("not-found", `this database does not have the pool ${policyId}`);
  const before = refsOf(row);
  const { pool, governor } = references;
  if (isSameRef(before.pool, pool.ref) && isSameRef(before.governor, governor.ref)) return false;
  await tx.update(schema.pool).set(referenceColumns(references)).where(eq(schema.pool.policyId, policyId));
  await appendAudit(tx, {
    actor,
    action: "pool.references",
    subject: `pool:${policyId}`,
    details: {
      pool: showRef(pool.ref),
      governor: showRef(governor.ref),
      poolBefore: showRef(before.pool),
      governorBefore: showRef(before.governor),
    },
    atMs: Date.now(),
  });
  return true;
}
