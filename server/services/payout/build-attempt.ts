import { buildCommit } from "@/server/chain/pool/build-commit";
import { buildPay } from "@/server/chain/pool/build-pay";
import type { BuiltSpend, SpendTerms } from "@/server/chain/pool/spend-terms";
import { signTransaction } from "@/server/chain/transaction/assemble";
import { msToSlot } from "@/server/domain/cardano/slot-clock";
import { fromStoredOutput } from "@/server/domain/cardano/stored-output";
import type { CommitRedeemer } from "@/server/domain/contract/acts";
import type { CommittedBatch } from "@/server/domain/contract/commitment";
import { type PoolState, readPool } from "@/server/domain/contract/read-pool";
import { PENDING_ATTEMPT_STATES } from "@/server/domain/day/attempt-states";
import { signUntilMs } from "@/server/domain/day/signing-time";
import type { DayRow } from "../day/move-day";
import type { Situation } from "../day/situation";
import { ServiceError } from "../errors";
import type { LivePool } from "../pool/load-pool";
import { readSpendBasis, type SpendBasis } from "../pool/spend-basis";
import { type AttemptRow, liveAttempts } from "./attempts";
import { makeCommitRedeemer } from "./internal/commit-redeemer";
import { loadBatch } from "./internal/load-batch";
import { storeAttempt } from "./internal/store-attempt";
import { verifyBuilt } from "./internal/verify-built";
import type { PayoutContext } from "./payout-context";

/**
 * Builds, verifies from the bytes, signs and stores the transaction that commits the plan (batch 0) or pays a batch,
 * unless a live one exists. Sends nothing: id, bytes and expiry are stored first. Null if it cannot be built on what
 * the chain shows now.
 */
export async function ensureAttempt(
  ctx: PayoutContext,
  day: DayRow,
  batchNo: number,
  situation: Situation,
): Promise<AttemptRow | null> {
  const live = await liveAttempts(ctx.db, day.dayIndex, batchNo - 1);
  const existing = live.find((row) => row.batchNo === batchNo);
  if (existing) return existing;
  const { operator } = ctx;
  if (!operator) throw new ServiceError("unavailable", "this instance has no operator key (OPERATOR_KEY_FILE)");
  const input = inputFor(situation.pool, live, batchNo);
  const terms = await readSpendBasis(ctx.source, situation.pool.row, operator);
  const plan = { terms, input, situation };
  const built = batchNo === 0 ? await commitOn(ctx, day, plan) : await payOn(ctx, day, batchNo, plan);
  if (!built) return null;
  const { spend, batch, redeemer } = built;
  const signature = { publicKey: operator.publicKey(), signature: operator.signTransactionId(spend.txHash) };
  const signed = signTransaction(spend.cbor, [signature]);
  const { pool, now } = situation;
  verifyBuilt({ signed, spend, input, terms, batch, redeemer, settings: pool.settings, nowSlot: now.slot });
  return storeAttempt(ctx, { day, batchNo, input, spend, signed, atMs: situation.now.timeMs });
}

/** The pool output to spend: the pending output of the batch before, else the live one. */
function inputFor(pool: LivePool, live: readonly AttemptRow[], batchNo: number): PoolState {
  const before = live.find((row) => row.batchNo === batchNo - 1);
  if (batchNo <= 1 || !before || !PENDING_ATTEMPT_STATES.includes(before.state)) return pool;
  const reading = readPool(fromStoredOutput(before.nextPool), pool.row.policyId, pool.settings.prizeAsset);
  if (!reading.ok) throw new Error(reading.problem);
  return reading.pool;
}

type Plan = { readonly terms: SpendBasis; readonly input: PoolState; readonly situation: Situation };
type Built = {
  readonly spend: BuiltSpend;
  readonly batch: CommittedBatch | null;
  readonly redeemer: CommitRedeemer | null;
};

function spendTerms({ terms, input, situation }: Plan, validUntilMs: number): SpendTerms {
  return {
    ...terms,
    pool: input,
    prizeAsset: situation.pool.settings.prizeAsset,
    validFromSlot: situation.now.slot,
    validUntilSlot: msToSlot(terms.chain.slots, validUntilMs),
  };
}

/** The plan must still be committable: the pool is idle, in the state that was signed for, and there is time left. */
async function commitOn(ctx: PayoutContext, day: DayRow, plan: Plan): Promise<Built | null> {
  const { pool, now, operations } = plan.situation;
  const signableMs = signUntilMs(day, pool.settings);
  if (plan.input.datum.status.kind !== "idle" || signableMs === null) return null;
  const untilMs = Math.min(now.timeMs + operations.transactionLifetimeMs, signableMs);
  if (untilMs <= now.timeMs) return null;
  const redeemer = await makeCommitRedeemer(ctx.db, day, pool);
  if (!redeemer) return null;
  return { spend: buildCommit(spendTerms(plan, untilMs), redeemer), batch: null, redeemer };
}

/** The pool must hold exactly this batch's commitment, of this plan, before the deadline. */
async function payOn(ctx: PayoutContext, day: DayRow, batchNo: number, plan: Plan): Promise<Built | null> {
  const { now, operations } = plan.situation;
  const { status, plan: committed } = plan.input.datum;
  const batch = await loadBatch(ctx.db, day.dayIndex, batchNo);
  if (status.kind !== "paying" || committed !== day.planDigest || status.commitment !== batch.commitment) return null;
  const untilMs = Math.min(now.timeMs + operations.transactionLifetimeMs, status.deadlineMs);
  if (untilMs <= now.timeMs) return null;
  return { spend: buildPay(spendTerms(plan, untilMs), batch), batch, redeemer: null };
}
