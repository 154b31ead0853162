import type { Transaction } from "@/db/client";
import { approval } from "@/db/schema";
import { verifyEnvelope } from "@/server/domain/contract/approval";
import type { BoundPlan } from "@/server/domain/plan/sign-request";
import type { DayIndex, PosixMs } from "@/server/domain/units";
import { recordRequest } from "../../day/sign-requests";
import { signedStateOf } from "../../pool/signed-state";
import type { PlanOnChain } from "./plans-on-chain";

type Signed = {
  readonly dayIndex: DayIndex;
  readonly onChain: PlanOnChain;
  readonly bound: BoundPlan;
  /** Chain time. */
  readonly atMs: PosixMs;
};

/**
 * What was asked for and who signed it, as the Commit says: after a rollback the same plan can be committed again, and
 * no other is asked for before this one is gone.
 */
export async function adoptSignatures(tx: Transaction, { dayIndex, onChain, bound, atMs }: Signed): Promise<void> {
  const { commit, plan } = onChain;
  const { oracleSignature, approvals, settings, deadlineMs } = commit;
  const { propose, approve } = bound.texts;
  const of = { dayIndex, planDigest: plan, deadlineMs, via: "chain" };
  const rows: (typeof approval.$inferInsert)[] = [
    {
      ...{ ...of, role: "oracle", publicKey: settings.oracle, text: propose },
      envelope: { kind: "raw", signature: oracleSignature },
    },
  ];
  for (const { index, envelope } of approvals) {
    rows.push({ ...of, role: "approver", publicKey: settings.approvers[index] ?? "", text: approve, envelope });
  }
  const signedFor = signedStateOf(onChain.binding);
  await recordRequest(tx, { dayIndex, what: "plan", digest: plan, deadlineMs, text: propose, signedFor }, atMs);
  // The contract has counted them; one that we do not count would be of no use.
  const valid = rows.filter(({ publicKey, envelope, text }) => verifyEnvelope(publicKey, envelope, text));
  await tx.insert(approval).values(valid).onConflictDoNothing();
}
