import type { Lovelace } from "../units";
import { type Outcome, type Spend, type Successor, unless } from "./spend";
import { cancel, deposit, expire, pay } from "./spend-pay";
import { commit, resume } from "./spend-plan";

export type { Spend, Successor } from "./spend";

/*
 * The pool's state machine: the rules of contracts/lib/redeemers as a pure function. What the ledger or the
 * shape of the transaction decides (inputs, addresses, signatories, certificates) is not here;
 * verify-transaction.ts looks at that.
 */

/** What an act of the approvers may cost whatever max_fee says: 10 ADA. */
const APPROVED_ACT_MAX_FEE: Lovelace = 10_000_000n;

/** The pool after this spend, or every rule that it breaks, in words. */
export function nextPool(spend: Spend): Successor {
  const outcome = outcomeOf(spend);
  const isApproversAct = spend.redeemer.kind === "cancel";
  const maxFee = isApproversAct ? APPROVED_ACT_MAX_FEE : spend.datum.maxFeeLovelace;
  const problems = [
    ...outcome.problems,
    ...unless(
      spend.feeLovelace <= maxFee,
      `the fee ${spend.feeLovelace} is above the pool's ${maxFee} lovelace`,
    ),
  ];
  return problems.length === 0
    ? { ok: true, datum: outcome.datum, held: outcome.held }
    : { ok: false, problems };
}

function outcomeOf(spend: Spend): Outcome {
  switch (spend.redeemer.kind) {
    case "commit":
      return commit(spend, spend.redeemer);
    case "pay":
      return pay(spend, spend.redeemer);
    case "resume":
      return resume(spend, spend.redeemer);
    case "expire":
      return expire(spend);
    case "cancel":
      return cancel(spend, spend.redeemer);
    case "deposit":
      return deposit(spend, spend.redeemer);
  }
}
