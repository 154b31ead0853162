import { cancelText, closeText, depositText, withdrawText } from "@/server/domain/contract/act-text";
import type { Amount } from "@/server/domain/contract/amount";
import { withOutput } from "../mutations";
import { PRIZE_ASSET, STRANGER } from "../pool-terms";
import { type Attempt, FEE, type MakeAttempt } from "./attempt";
import { isPaying, without } from "./pool-model";
import { approve, isGood, type Quality } from "./signatures";

/* What the approvers do with the pool, and deposits. */

export const NOTHING: Amount = { lovelace: 0n, tokens: 0n };

export function cancel(policyId: string, quality: Quality): MakeAttempt {
  return (model, _now, signedFor): Attempt => {
    const { settings, nonce } = model;
    const { network } = settings;
    const text = cancelText({ network, policyId, nonce: signedFor.nonce, plan: signedFor.plan });
    return {
      redeemer: { kind: "cancel", settings, approvals: approve(model, text, quality) },
      next: { ...without(model, NOTHING, FEE), nonce: nonce + 1, deadlineMs: null },
      signatories: [],
      feeLovelace: FEE,
      isAllowed: isGood(quality) && nonce === signedFor.nonce && model.plan === signedFor.plan,
    };
  };
}

export type DepositTerms = { readonly amount: Amount; readonly by: "operator" | "stranger" | Quality };

export function deposit(policyId: string, { amount, by }: DepositTerms): MakeAttempt {
  return (model, _now, signedFor) => {
    const { settings } = model;
    const { minDeposit, network } = settings;
    const byKey = by === "operator" || by === "stranger";
    if (!byKey && (amount.lovelace < 0n || amount.tokens < 0n)) return null;
    const text = byKey
      ? ""
      : depositText({ network, policyId, nonce: signedFor.nonce, amount, prizeAsset: PRIZE_ASSET });
    const approvals = byKey ? [] : approve(model, text, by);
    // Approvals of nobody are none: then the operator's signature is what counts.
    const isAgreed =
      byKey || approvals.length === 0 ? by === "operator" : isGood(by) && model.nonce === signedFor.nonce;
    const isEnough = amount.lovelace >= minDeposit.lovelace || amount.tokens >= minDeposit.tokens;
    const held = {
      lovelace: model.held.lovelace + amount.lovelace,
      tokens: model.held.tokens + amount.tokens,
    };
    return {
      redeemer: { kind: "deposit", settings, approvals },
      next: { ...model, held },
      signatories: by === "operator" ? [model.operator.hash] : by === "stranger" ? [STRANGER.hash] : [],
      feeLovelace: FEE,
      isDeposit: true,
      isAllowed: isAgreed && isEnough && amount.lovelace >= 0n && amount.tokens >= 0n,
    };
  };
}

export type WithdrawTerms = {
  readonly amount: Amount;
  readonly quality: Quality;
  readonly defect: "none" | "more than signed" | "to a stranger";
};

export function withdraw(policyId: string, { amount, quality, defect }: WithdrawTerms): MakeAttempt {
  return (model, _now, signedFor) => {
    const { settings } = model;
    const { network } = settings;
    if (amount.tokens > model.held.tokens || amount.lovelace + FEE + 3_000_000n > model.held.lovelace) return null;
    const text = withdrawText({ network, policyId, nonce: signedFor.nonce, amount, prizeAsset: PRIZE_ASSET });
    const taken = defect === "more than signed" ? { ...amount, lovelace: amount.lovelace + 1n } : amount;
    const after = without(model, taken, FEE);
    const toTreasury = addTo(model.toTreasury, taken);
    return {
      redeemer: { kind: "withdraw", settings, amount: taken, approvals: approve(model, text, quality) },
      next: { ...after, toTreasury, nonce: model.nonce + 1 },
      signatories: [],
      feeLovelace: FEE,
      mutation: defect === "to a stranger" ? withOutput(1, () => ({ address: STRANGER.address })) : undefined,
      isAllowed:
        !isPaying(model) &&
        defect === "none" &&
        isGood(quality) &&
        model.nonce === signedFor.nonce &&
        after.held.lovelace >= settings.reserveLovelace,
    };
  };
}

export function close(policyId: string, quality: Quality): MakeAttempt {
  return (model, _now, signedFor): Attempt => {
    const { settings } = model;
    const text = closeText({ network: settings.network, policyId, nonce: signedFor.nonce });
    const all = { ...model.held, lovelace: model.held.lovelace - FEE };
    return {
      redeemer: { kind: "close", settings, approvals: approve(model, text, quality) },
      next: {
        ...without(model, all, FEE),
        isOpen: false,
        toTreasury: addTo(model.toTreasury, all),
      },
      signatories: [],
      feeLovelace: FEE,
      isAllowed: !isPaying(model) && model.due.length === 0 && isGood(quality) && model.nonce === signedFor.nonce,
    };
  };
}

function addTo(a: Amount, b: Amount): Amount {
  return { lovelace: a.lovelace + b.lovelace, tokens: a.tokens + b.tokens };
}
