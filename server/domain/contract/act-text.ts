import type { Hex } from "../units";
import type { Change } from "./acts";
import type { Amount } from "./amount";
import { amountText, digits, line, type PoolName } from "./signed-line";
import type { PrizeAsset, Settings } from "./types";

/** What an administrative text is bound to: this pool, and only until its nonce moves. */
type Act = PoolName & { readonly nonce: number };
type Transfer = Act & { readonly amount: Amount; readonly prizeAsset: PrizeAsset | null };

export function cancelText(cancel: Act & { readonly plan: Hex }): string {
  return actText(cancel, `cancel plan ${cancel.plan}`);
}

export function depositText(deposit: Transfer): string {
  return actText(deposit, `deposit ${amountText(deposit.amount, deposit.prizeAsset)}`);
}

export function withdrawText(withdraw: Transfer): string {
  return actText(withdraw, `withdraw ${amountText(withdraw.amount, withdraw.prizeAsset)} to treasury`);
}

export function closeText(close: Act): string {
  return actText(close, "close");
}

/**
 * What an UpdateSettings does, in words. `settings` are those before the change. Throws a RangeError where a change
 * cannot be said in words and would be refused.
 */
export function changeText(update: Act & { readonly settings: Settings; readonly change: Change }): string {
  return actText(update, changeEffect(update.settings, update.change));
}

function changeEffect(settings: Settings, change: Change): string {
  const quorum = (threshold: number, approvers: number) => `threshold ${digits(threshold)} of ${approvers}`;
  const approvers = settings.approvers.length;
  switch (change.kind) {
    case "addApprover":
      return `add approver ${change.key} ${quorum(change.threshold, approvers + 1)}`;
    case "dropApprover":
      return `drop approver ${change.key} ${quorum(change.threshold, approvers - 1)}`;
    case "setThreshold":
      return `set ${quorum(change.threshold, approvers)}`;
    case "setOracle":
      return `set oracle ${change.key}`;
    case "setOperator":
      return `set operator ${change.operator}`;
    case "setMaxFee":
      return `set max fee ${digits(change.maxFeeLovelace)} lovelace`;
    case "setDailyLimit":
      return `set daily limit ${limitText(change.limit, settings.prizeAsset, settings.dailyLimit)}`;
    case "setMinGap":
      return `set min gap ${digits(change.minGapMs)} ms`;
    case "setWindow":
      return `set window ${digits(change.minWindowMs)} to ${digits(change.maxWindowMs)} ms`;
    case "setReserve":
      return `set reserve ${digits(change.reserveLovelace)} lovelace`;
    case "setMinDeposit":
      return `set min deposit ${limitText(change.minDeposit, settings.prizeAsset, settings.minDeposit)}`;
  }
}

/** Both halves where there is a prize asset; where there is none, the unsaid half cannot change. */
function limitText(limit: Amount, prizeAsset: PrizeAsset | null, current: Amount): string {
  if (prizeAsset) return `${digits(limit.lovelace)} lovelace ${digits(limit.tokens)} ${prizeAsset.label}`;
  if (limit.tokens !== current.tokens) {
    throw new RangeError("a limit in tokens cannot change where the pool has no prize asset");
  }
  return `${digits(limit.lovelace)} lovelace`;
}

function actText({ network, nonce, policyId }: Act, effect: string): string {
  return line(network, `${effect} nonce ${digits(nonce)} pool ${policyId}`);
}
