import type { DayIndex, Hex, PosixMs } from "../units";
import type { Amount, PrizeAsset } from "./types";

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

export function cancelText(cancel: Pool & { readonly plan: Hex; readonly nonce: number }): string {
  return line(
    cancel.network,
    `cancel plan ${cancel.plan} nonce ${digits(cancel.nonce)} pool ${cancel.policyId}`,
  );
}

export function depositText(
  deposit: Pool & { readonly amount: Amount; readonly prizeAsset: PrizeAsset | null; readonly nonce: number },
): string {
  const amount = amountText(deposit.amount, deposit.prizeAsset);
  return line(deposit.network, `deposit ${amount} nonce ${digits(deposit.nonce)} pool ${deposit.policyId}`);
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
    throw new RangeError(
      `an approval text must be printable ASCII with single spaces: ${JSON.stringify(text)}`,
    );
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
