import { buildCommit } from "@/server/chain/pool/build-commit";
import { buildPay } from "@/server/chain/pool/build-pay";
import type { BuiltSpend, SpendTerms } from "@/server/chain/pool/spend-terms";
import { signTransaction } from "@/server/chain/transaction/assemble";
import { msToSlot } from "@/server/domain/cardano/slot-clock";
import { fromStoredOutput } from "@/server/domain/cardano/stored-transaction";
import type { CommitRedeemer } from "@/server/domain/contract/acts";
import type { CommittedBatch } from "@/server/domain/contract/commitment";
import { type PoolState, readPool } from "@/server/domain/contract/read-pool";
import type { AttemptState } from "@/server/domain/day/attempt-states";
import type { Situation } from "../advance/day-step";
import type { DayRow } from "../day/move-day";
import { ServiceError } from "../errors";
import type { LivePool } from "../pool/load-pool";
import { type PoolTerms, readPoolTerms } from "../pool/spend-terms";
import { type AttemptRow, liveAttempts } from "./attempts";
import { makeCommitRedeemer } from "./commit-redeemer";
import { loadBatch } from "./load-batch";
import type { PayoutContext } from "./payout-context";
import { storeAttempt } from "./store-attempt";
import { verifyBuilt } from "./verify-built";

/**
 * Builds, verifies from the bytes, signs and stores the transaction that commits the plan (batch 0) or pays a
 * batch, unless one is live already. Nothing is sent here: id, bytes and expiry are on disk before anything
 * leaves. Null when it cannot be built on what the chain shows now.
 */
export async function ensureAttempt(
  ctx: PayoutContext,
  day: DayRow,
  batchNo: number,
  situation: Situation,
): Promise<AttemptRow | null> {
  const live = await liveAttempts(ctx.db, day.dayIndex);
  const existing = live.find((row) => row.batchNo === batchNo);
  if (existing) return existing;
  const { operator } = ctx;
  if (!operator) throw new ServiceError("unavailable", "this instance has no operator key (OPERATOR_KEY_FILE)");
  const input = inputFor(situation.pool, live, batchNo);
  const terms = await readPoolTerms(ctx.source, situation.pool.row, operator);
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

/** The pool output to spend: what the batch before will make if it is on its way, else the live one. */
function inputFor(pool: LivePool, live: readonly AttemptRow[], batchNo: number): PoolState {
  const before = live.find((row) => row.batchNo === batchNo - 1);
  const onItsWay: readonly AttemptState[] = ["BUILT", "BROADCAST"];
  if (batchNo <= 1 || !before || !onItsWay.includes(before.state as AttemptState)) return pool;
  const reading = readPool(fromStoredOutput(JSON.parse(before.nextPool)), pool.row.policyId, pool.settings.prizeAsset);
  if (!reading.ok) throw new Error(reading.problem);
  return reading.pool;
}

type Plan = { readonly terms: PoolTerms; readonly input: PoolState; readonly situation: Situation };
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

/** The plan must still be committable: pool idle, the same state as was signed for, time enough. */
async function commitOn(ctx: PayoutContext, day: DayRow, plan: Plan): Promise<Built | null> {
  const { pool, now, operations } = plan.situation;
  if (plan.input.datum.status.kind !== "idle" || day.deadlineMs === null) return null;
  const untilMs = Math.min(now.timeMs + operations.transactionLifetimeMs, day.deadlineMs - pool.settings.minWindowMs);
  if (untilMs <= now.timeMs) return null;
  const redeemer = await makeCommitRedeemer(ctx.db, day, pool);
  if (!redeemer) return null;
  return { spend: buildCommit(spendTerms(plan, untilMs), redeemer), batch: null, redeemer };
}

/** The pool must hold exactly this batch's commitment, of this plan, and the deadline be ahead. */
async function payOn(ctx: PayoutContext, day: DayRow, batchNo: number, plan: Plan): Promise<Built | null> {
  const { now, operations } = plan.situation;
  const { status, plan: committed } = plan.input.datum;
  const batch = await loadBatch(ctx.db, day.dayIndex, batchNo);
  if (status.kind !== "paying" || committed !== day.planDigest || status.commitment !== batch.commitment) return null;
  const untilMs = Math.min(now.timeMs + operations.transactionLifetimeMs, status.deadlineMs);
  if (untilMs <= now.timeMs) return null;
  return { spend: buildPay(spendTerms(plan, untilMs), batch), batch, redeemer: null };
}
