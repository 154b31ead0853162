import type { DayIndex, Hex, PosixMs } from "../units";
import type { Amount, Change, PrizeAsset, Settings } from "./types";

/*
 * The texts that people sign; contracts/lib/text.ak rebuilds each of them byte for byte. One line of printable
 * ASCII, at most 198 bytes: the longest that a Ledger shows as text instead of a hash.
 */

export const MAX_TEXT_BYTES = 198;

type Pool = { readonly network: string; readonly policyId: Hex };

/** `propose` is what the oracle signs, `approve` what the approvers sign; the rest is the same. */
export type PlanText = {
  readonly action: "propose" | "approve";
  readonly network: string;
  readonly day: DayIndex;
  readonly total: Amount;
  readonly prizeAsset: PrizeAsset | null;
  readonly outputs: number;
  readonly deadlineMs: PosixMs;
  readonly plan: Hex;
};

/** Throws a RangeError when the text would not fit: then the plan must not be made. */
export function approvalText(plan: PlanText): string {
  return line(
    plan.network,
    `${plan.action} day ${digits(plan.day)} pay ${amountText(plan.total, plan.prizeAsset)}`,
    `to ${digits(plan.outputs)} outputs before ${digits(plan.deadlineMs)} plan ${plan.plan}`,
  );
}

export type ResumeText = Omit<PlanText, "plan"> & { readonly tail: Hex };

export function resumeText(resume: ResumeText): string {
  return line(
    resume.network,
    `${resume.action === "propose" ? "propose resume" : "resume"} day ${digits(resume.day)}`,
    `pay ${amountText(resume.total, resume.prizeAsset)}`,
    `to ${digits(resume.outputs)} outputs before ${digits(resume.deadlineMs)} tail ${resume.tail}`,
  );
}

/** What an administrative text is bound to: this pool, and only until its nonce moves. */
type Act = Pool & { readonly nonce: number };
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

/** What each key signs before a pool is made: it works, and its owner agrees to these very settings. */
export function enrolmentText(
  enrolment: Pool & { readonly role: "oracle" | "approver"; readonly settingsHash: Hex },
): string {
  const { network, role, settingsHash, policyId } = enrolment;
  return line(network, `enroll ${role} settings ${settingsHash} pool ${policyId}`);
}

/** `5 lovelace`, or `5 lovelace 7 SNEK`. */
export function amountText(amount: Amount, prizeAsset: PrizeAsset | null): string {
  const lovelace = `${digits(amount.lovelace)} lovelace`;
  if (amount.tokens === 0n) return lovelace;
  if (!prizeAsset) throw new RangeError("tokens are to be paid, but the pool has no prize asset");
  return `${lovelace} ${digits(amount.tokens)} ${prizeAsset.label}`;
}

function line(network: string, ...parts: string[]): string {
  const text = ["Daily Prize Oracle", network, ...parts].join(" ");
  if (!/^[\x21-\x7e]+( [\x21-\x7e]+)*$/.test(text)) {
    throw new RangeError(`an approval text must be printable ASCII with single spaces: ${JSON.stringify(text)}`);
  }
  if (text.length > MAX_TEXT_BYTES) {
    throw new RangeError(
      `the approval text has ${text.length} bytes, and a Ledger shows at most ${MAX_TEXT_BYTES}: ${text}`,
    );
  }
  return text;
}

function digits(value: number | bigint): string {
  if (value < 0 || (typeof value === "number" && !Number.isSafeInteger(value))) {
    throw new RangeError(`an approval text cannot carry the number ${value}`);
  }
  return value.toString();
}
