import { unless } from "../problems";
import type { Lovelace } from "../units";
import { isAct, type PoolRedeemer } from "./acts";
import { NO_AMOUNT } from "./amount";
import type { Outcome, Spend, Successor } from "./spend";
import { close, updateSettings, withdraw } from "./spend-admin";
import { cancel, deposit, expire, pay } from "./spend-pay";
import { commit, resume } from "./spend-plan";
import type { PoolDatum } from "./types";

/*
 * The pool's state machine: the rules of contracts/lib/redeemers as a pure function. What the ledger or the
 * shape of the transaction decides (inputs, addresses, signatories, certificates) is checked in verify-
 * transaction.ts.
 */

/** The highest fee of an act of the approvers, whatever max_fee says: 10 ADA (contracts/lib/pool.ak). */
const APPROVED_ACT_MAX_FEE: Lovelace = 10_000_000n;

/** What a transaction with this redeemer may cost. */
export function maxFeeOf(redeemer: PoolRedeemer, datum: PoolDatum): Lovelace {
  const { kind } = redeemer;
  const isApproversAct = kind === "cancel" || kind === "updateSettings" || kind === "withdraw" || kind === "close";
  return isApproversAct ? APPROVED_ACT_MAX_FEE : datum.maxFeeLovelace;
}

/** The pool after this spend, or every rule that it breaks, in words. */
export function nextPool(spend: Spend): Successor {
  const outcome = outcomeOf(spend);
  return judge(spend, outcome, outcome.unsigned ?? []);
}

/** The same as if everybody had signed who must: what can be said before anyone is asked. */
export function foreseePool(spend: Spend): Successor {
  return judge(spend, outcomeOf(spend), []);
}

function judge(spend: Spend, outcome: Outcome, unsigned: readonly string[]): Successor {
  const { datum, held, toTreasury = NO_AMOUNT, isClosed = false, problems } = outcome;
  const maxFee = maxFeeOf(spend.redeemer, spend.datum);
  const { feeLovelace, rewardsLovelace } = spend;
  const all = [
    ...problems,
    ...unsigned,
    ...unless(feeLovelace <= maxFee, `the fee ${feeLovelace} is above the pool's ${maxFee} lovelace`),
    ...unless(
      rewardsLovelace === 0n || isAct(spend.redeemer),
      "a Pay or an Expire withdraws nothing from the governor's account",
    ),
  ];
  return all.length === 0
    ? { ok: true, pool: isClosed ? null : { datum, held }, toTreasury }
    : { ok: false, problems: all };
}

function outcomeOf(spend: Spend): Outcome {
  const { redeemer } = spend;
  switch (redeemer.kind) {
    case "commit":
      return commit(spend, redeemer);
    case "pay":
      return pay(spend, redeemer);
    case "resume":
      return resume(spend, redeemer);
    case "expire":
      return expire(spend);
    case "cancel":
      return cancel(spend, redeemer);
    case "deposit":
      return deposit(spend, redeemer);
    case "updateSettings":
      return updateSettings(spend, redeemer);
    case "withdraw":
      return withdraw(spend, redeemer);
    case "close":
      return close(spend, redeemer);
  }
}
