import { buildCommit, buildExpire, buildResume } from "@/server/chain/pool/build-commit";
import { buildPay } from "@/server/chain/pool/build-pay";
import type { BuiltSpend, SpendTerms } from "@/server/chain/pool/spend-terms";
import { signTransaction } from "@/server/chain/transaction/assemble";
import { msToSlot } from "@/server/domain/cardano/slot-clock";
import { fromStoredOutput } from "@/server/domain/cardano/stored-output";
import { type PoolState, readPool } from "@/server/domain/contract/read-pool";
import { payRedeemer } from "@/server/domain/contract/redeemer";
import { PENDING_ATTEMPT_STATES } from "@/server/domain/day/attempt-states";
import { signUntilMs } from "@/server/domain/day/signing-time";
import type { DayRow } from "../day/move-day";
import type { Situation } from "../day/situation";
import { ServiceError } from "../errors";
import type { LivePool } from "../pool/load-pool";
import { readSpendBasis, type SpendBasis } from "../pool/spend-basis";
import { type AttemptRow, findLive, liveAttempts, type Purpose } from "./attempts";
import { loadBatch } from "./internal/load-batch";
import { makeCommitRedeemer, makeResumeRedeemer } from "./internal/signed-redeemers";
import { storeAttempt } from "./internal/store-attempt";
import { type Built, verifyBuilt, verifySigned } from "./internal/verify-built";
import type { PayoutContext } from "./payout-context";

/**
 * Builds, verifies from the bytes, signs and stores the transaction that commits a day's plan, pays a batch or ends the
 * plan, unless a live one exists. Sends nothing: id, bytes and expiry are stored first. Null if it cannot be built on
 * what the chain shows now.
 */
export async function ensureAttempt(
  ctx: PayoutContext,
  day: DayRow,
  purpose: Purpose,
  situation: Situation,
): Promise<AttemptRow | null> {
  const { pool, now } = situation;
  const input = await inputFor(ctx, day, purpose, pool);
  const existing = await findLive(ctx.db, day.dayIndex, purpose, input.output.ref);
  if (existing) return existing;
  const { operator } = ctx;
  if (!operator) throw new ServiceError("unavailable", "this instance has no operator key (OPERATOR_KEY_FILE)");
  const terms = await readSpendBasis(ctx.source, pool.row, operator);
  const built = await BUILDERS[purpose.kind](ctx, day, { terms, input, situation, batchNo: purpose.batchNo });
  if (!built) return null;
  const { spend } = built;
  const toVerify = { ...built, input, terms, nowSlot: now.slot };
  verifyBuilt(toVerify);
  const signature = { publicKey: operator.publicKey(), signature: operator.signTransactionId(spend.txHash) };
  const signed = signTransaction(spend.cbor, [signature]);
  await verifySigned(toVerify, signed);
  return storeAttempt(ctx, { day, purpose, input, spend, signed, atMs: now.timeMs });
}

/** The pool output to spend: the pending output of the batch before, else the live one. */
async function inputFor(
  ctx: PayoutContext,
  day: DayRow,
  { kind, batchNo }: Purpose,
  pool: LivePool,
): Promise<PoolState> {
  if (kind !== "pay" || batchNo <= 1) return pool;
  const live = await liveAttempts(ctx.db, day.dayIndex, batchNo - 1);
  const before = live.find((row) => row.batchNo === batchNo - 1);
  if (!before || !PENDING_ATTEMPT_STATES.includes(before.state)) return pool;
  const reading = readPool(fromStoredOutput(before.nextPool), pool.row.policyId, pool.settings.prizeAsset);
  if (!reading.ok) throw new Error(reading.problem);
  return reading.pool;
}

type Plan = {
  readonly terms: SpendBasis;
  readonly input: PoolState;
  readonly situation: Situation;
  readonly batchNo: number;
};
type Meant = Pick<Built, "redeemer" | "payouts"> & { readonly spend: BuiltSpend };
type Builder = (ctx: PayoutContext, day: DayRow, plan: Plan) => Promise<Meant | null>;

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
const buildDayCommit: Builder = async (ctx, day, plan) => {
  const { pool, now, operations } = plan.situation;
  const signableMs = signUntilMs(day, pool.settings);
  if (plan.input.datum.status.kind !== "idle" || signableMs === null) return null;
  const untilMs = Math.min(now.timeMs + operations.transactionLifetimeMs, signableMs);
  if (untilMs <= now.timeMs) return null;
  const redeemer = await makeCommitRedeemer(ctx.db, day, pool);
  if (!redeemer) return null;
  return { spend: buildCommit(spendTerms(plan, untilMs), redeemer), redeemer, payouts: [] };
};

/** The pool must hold exactly this batch's commitment, of this plan, before the deadline. */
const buildDayPay: Builder = async (ctx, day, plan) => {
  const { now, operations } = plan.situation;
  const { status, plan: committed } = plan.input.datum;
  const batch = await loadBatch(ctx.db, day.dayIndex, plan.batchNo);
  if (status.kind !== "paying" || committed !== day.planDigest || status.commitment !== batch.commitment) return null;
  const untilMs = Math.min(now.timeMs + operations.transactionLifetimeMs, status.deadlineMs);
  if (untilMs <= now.timeMs) return null;
  const { payouts } = batch;
  return { spend: buildPay(spendTerms(plan, untilMs), batch), redeemer: payRedeemer(batch), payouts };
};

/** The pool must be paying this very plan, whose deadline is over. */
const buildDayExpire: Builder = async (_, day, plan) => {
  const { now, operations } = plan.situation;
  const { status, plan: committed } = plan.input.datum;
  if (status.kind !== "paying" || committed !== day.planDigest || now.timeMs < status.deadlineMs) return null;
  const terms = spendTerms(plan, now.timeMs + operations.transactionLifetimeMs);
  return { spend: buildExpire(terms), redeemer: { kind: "expire" }, payouts: [] };
};

/** The pool must be idle, in the state that the Resume was signed for, and there must be time left. */
const buildDayResume: Builder = async (ctx, day, plan) => {
  const { pool, now, operations } = plan.situation;
  const redeemer = await makeResumeRedeemer(ctx.db, day, pool);
  if (!redeemer) return null;
  const untilMs = Math.min(
    now.timeMs + operations.transactionLifetimeMs,
    redeemer.deadlineMs - pool.settings.minWindowMs,
  );
  if (untilMs <= now.timeMs) return null;
  return { spend: buildResume(spendTerms(plan, untilMs), redeemer), redeemer, payouts: [] };
};

const BUILDERS: Record<Purpose["kind"], Builder> = {
  commit: buildDayCommit,
  pay: buildDayPay,
  expire: buildDayExpire,
  resume: buildDayResume,
};
