import { unless } from "../problems";
import type { Hex, Lovelace, PosixMs } from "../units";
import type { PoolRedeemer } from "./acts";
import type { Amount } from "./amount";
import { verifyEnvelope } from "./approval";
import { hashSettings } from "./settings";
import type { Approval, Payout, PoolDatum, PrizeAsset, Settings } from "./types";

/* Checks that spends share, whatever their redeemer; see successor.ts. */

export type Spend = {
  readonly datum: PoolDatum;
  readonly policyId: Hex;
  readonly prizeAsset: PrizeAsset | null;
  /** What the pool holds before. */
  readonly held: Amount;
  readonly redeemer: PoolRedeemer;
  readonly feeLovelace: Lovelace;
  /** First moment of the validity range, and first moment after it. Null where it has no such bound. */
  readonly lowerMs: PosixMs | null;
  readonly upperMs: PosixMs | null;
  /** Pay: the outputs after the pool's. */
  readonly payouts?: readonly Payout[];
  /** Deposit: what comes in. */
  readonly deposit?: Amount;
  /** What the governor withdraws from its reward account into the pool. Zero for Pay and Expire. */
  readonly rewardsLovelace: Lovelace;
};

/** The pool after a spend. Null where it was closed. */
export type PoolAfter = { readonly datum: PoolDatum; readonly held: Amount };

export type Successor =
  | { readonly ok: true; readonly pool: PoolAfter | null; readonly toTreasury: Amount }
  | { readonly ok: false; readonly problems: readonly string[] };

export type Outcome = {
  readonly datum: PoolDatum;
  readonly held: Amount;
  /** What goes to the treasury: the amount of a Withdraw, everything in a Close. */
  readonly toTreasury?: Amount;
  readonly isClosed?: boolean;
  readonly problems: readonly string[];
  /** Signatures that are missing or wrong. */
  readonly unsigned?: readonly string[];
};

const HOUR_MS = 3_600_000;

/** What the pool holds after its fee and the governor's withdrawal. */
export function afterFee({ held, feeLovelace, rewardsLovelace }: Spend): Amount {
  return { lovelace: held.lovelace + rewardsLovelace - feeLovelace, tokens: held.tokens };
}

export function refuse(spend: Spend, problem: string): Outcome {
  return { datum: spend.datum, held: spend.held, problems: [problem] };
}

export function checkReveal(datum: PoolDatum, settings: Settings): string[] {
  return unless(hashSettings(settings) === datum.settingsHash, "the settings are not those of the pool");
}

/** The bounds are less than an hour apart and the deadline fits the window of the settings. */
export function checkWindow(settings: Settings, lowerMs: PosixMs, upperMs: PosixMs, deadlineMs: PosixMs): string[] {
  const earliestMs = upperMs + settings.minWindowMs;
  const latestMs = lowerMs + settings.maxWindowMs;
  return [
    ...unless(upperMs - lowerMs < HOUR_MS, "the validity range is an hour or longer"),
    ...unless(deadlineMs >= earliestMs, `the deadline ${deadlineMs} is before ${earliestMs} (min_window)`),
    ...unless(deadlineMs <= latestMs, `the deadline ${deadlineMs} is after ${latestMs} (max_window)`),
  ];
}

/** What the fees of a plan may cost at most: the Commit's, each batch's, and that of what ends it. */
export const mostFeesOf = (batches: number, maxFeeLovelace: Lovelace): Lovelace => BigInt(batches + 2) * maxFeeLovelace;

/** `held` is what the pool keeps: the plan, a full fee for each batch and two more, and the reserve. */
export function checkFunding(
  held: Amount,
  { reserveLovelace }: Settings,
  { maxFeeLovelace }: PoolDatum,
  { total, batches }: { readonly total: Amount; readonly batches: number },
): string[] {
  const needed = total.lovelace + mostFeesOf(batches, maxFeeLovelace) + reserveLovelace;
  return [
    ...unless(held.lovelace >= needed, `the pool keeps ${held.lovelace} lovelace, the plan needs ${needed}`),
    ...unless(held.tokens >= total.tokens, `the pool keeps ${held.tokens} tokens, the plan needs ${total.tokens}`),
  ];
}

export function checkOracle(settings: Settings, signature: Hex, text: string): string[] {
  const signed = verifyEnvelope(settings.oracle, { kind: "raw", signature }, text);
  return unless(signed, `the oracle has not signed "${text}"`);
}

/** Every approval holds, their indices strictly increase, and they are enough. */
export function checkApprovals(settings: Settings, approvals: readonly Approval[], text: string): string[] {
  const problems: string[] = [];
  let previous = -1;
  for (const { index, envelope } of approvals) {
    const key = settings.approvers[index];
    if (index <= previous || key === undefined) problems.push(`approval ${index} is out of order or of nobody`);
    else if (!verifyEnvelope(key, envelope, text)) problems.push(`approver ${index} has not signed "${text}"`);
    previous = index;
  }
  const enough = approvals.length >= settings.threshold;
  return [...problems, ...unless(enough, `${approvals.length} approvals, ${settings.threshold} are needed`)];
}
