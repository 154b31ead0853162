import type { Amount } from "../contract/amount";
import type { Settings } from "../contract/types";
import { unless } from "../problems";
import { settingsHash } from "./act-data";
import type { Before, State, Status } from "./state";

/*
 * What a transaction makes of a pool, by the rules of contracts/lib/redeemers alone: the verifier's own arithmetic,
 * beside that of the builder (server/domain/contract/successor.ts).
 */

export type Moment = {
  readonly before: Before;
  readonly fee: bigint;
  /** What the governor's account gives. Nothing, where the pool itself judges. */
  readonly rewards: bigint;
  /** First moment of the validity and first moment after it. */
  readonly lower: bigint | null;
  readonly upper: bigint;
};

export type After = {
  /** Null where the pool is closed. */
  readonly state: State | null;
  readonly held: Amount;
  /** What the treasury gets; null if it gets nothing. */
  readonly treasury: Amount | null;
  /** Why the contract would refuse it, or nobody has approved it. */
  readonly problems: readonly string[];
};

export const HOUR = 3_600_000n;
const APPROVED_ACT_FEE = 10_000_000n;
export const NOTHING_LEFT: Status = {
  commitment: "",
  remaining: { lovelace: 0n, tokens: 0n },
  outputs: 0n,
  deadline: null,
};

/** Less the fee, with the rewards, less what is paid out. */
export function rest({ before, fee, rewards }: Moment, paid: Amount = NOTHING_LEFT.remaining): Amount {
  const { lovelace, tokens } = before.held;
  return { lovelace: lovelace + rewards - fee - paid.lovelace, tokens: tokens - paid.tokens };
}

/** `byApprovers`: then the limit does not depend on max_fee. */
export function checkFee({ before, fee }: Moment, byApprovers: boolean): string[] {
  const most = byApprovers ? APPROVED_ACT_FEE : before.state.maxFee;
  return unless(fee <= most, `the fee ${fee} is above ${most}, the most that the pool pays`);
}

export function checkReveal({ before }: Moment, settings: Settings): string[] {
  return unless(settingsHash(settings) === before.state.settings, "the settings are not those of the pool");
}

/** The bounds are less than an hour apart, and the deadline is within the settings' window of them. */
export function checkWindow(settings: Settings, lower: bigint, upper: bigint, deadline: bigint): string[] {
  const [first, last] = [upper + BigInt(settings.minWindowMs), lower + BigInt(settings.maxWindowMs)];
  return [
    ...unless(upper - lower < HOUR, "its validity is an hour or longer"),
    ...unless(deadline >= first && deadline <= last, `the deadline ${deadline} is not between ${first} and ${last}`),
  ];
}

/** What must stay in the pool: the plan, the highest fee for each batch and two more, and the reserve. */
export function checkFunded(
  held: Amount,
  total: Amount,
  batches: number,
  { maxFee, reserve }: { readonly maxFee: bigint; readonly reserve: bigint },
): string[] {
  const needed = total.lovelace + (BigInt(batches) + 2n) * maxFee + reserve;
  const isEnough = held.lovelace >= needed && held.tokens >= total.tokens;
  return unless(
    isEnough,
    `the pool keeps ${held.lovelace} lovelace and ${held.tokens} tokens; the plan needs ${needed}`,
  );
}

/** A plan that ends: what it was to pay next is what it leaves. */
export const stopped = (status: Status): Status => ({ ...status, deadline: null });
