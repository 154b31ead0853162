import { actProposal } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { readAct, type TypedAct } from "@/server/domain/contract/typed-act";
import type { FieldProblem } from "@/server/domain/fields";
import type { Context } from "../context";
import { requireReason } from "../day/require-reason";
import { ServiceError } from "../errors";
import { holdScan } from "../hold-chain";
import { requireRight } from "../people/require-right";
import { type LivePool, requirePool } from "../pool/load-pool";
import { type ActPlan, judgeAct } from "../pool-commands/plan-act";
import { openActs } from "./internal/act-rows";
import { recordAct } from "./internal/record-act";

export type ProposedAct =
  | { readonly ok: true; readonly id: number; readonly text: string }
  | { readonly ok: false; readonly problems: readonly FieldProblem[] };

/** On one page: more of them at once are a mistake, or somebody who fills it. */
export const MOST_OPEN_ACTS = 20;

/**
 * Proposes an act on the pool as it stands, with a reason. Nothing happens by it: the approvers sign its text, and
 * somebody has it sent. Throws ServiceError: `bad-input` if the contract would refuse it whoever signs, `conflict` if
 * it is proposed already or too many are.
 */
export async function proposeAct(
  { db }: Pick<Context, "db">,
  input: { readonly act: TypedAct; readonly userId: string; readonly reason: string },
): Promise<ProposedAct> {
  const { act, userId } = input;
  return withTransaction(db, async (tx) => {
    await holdScan(tx);
    await requireRight(tx, { userId, action: "pool.administer", what: "proposing an act" });
    const pool = await requirePool(tx);
    const planned = readPlan(act, pool);
    if (!planned.ok) return planned;
    const reason = requireReason(input.reason);
    if ((await openActs(tx, pool)).length >= MOST_OPEN_ACTS) {
      throw new ServiceError("conflict", `${MOST_OPEN_ACTS} acts are open already: withdraw those that nobody wants`);
    }
    const { text } = planned.plan;
    const { policyId, datum } = pool;
    const [added] = await tx
      .insert(actProposal)
      .values({ policyId, nonce: datum.nonce, act, text, reason, proposedBy: userId })
      .onConflictDoNothing()
      .returning({ id: actProposal.id });
    if (!added) throw new ServiceError("conflict", "this act is proposed already: sign that one");
    await recordAct(
      tx,
      { ...added, policyId, text },
      { verb: "propose", actor: `user:${userId}`, details: { reason } },
    );
    return { ok: true, id: added.id, text };
  });
}

/** What of it must be signed, or which fields are wrong. Throws ServiceError if the contract would refuse it. */
export function readPlan(
  act: TypedAct,
  pool: LivePool,
): { readonly ok: true; readonly plan: ActPlan } | { readonly ok: false; readonly problems: readonly FieldProblem[] } {
  const read = readAct(act, pool.settings);
  return read.ok ? { ok: true, plan: judgeAct({ pool, settings: pool.settings }, read.wanted) } : read;
}
