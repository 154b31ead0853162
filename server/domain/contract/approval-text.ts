import type { DayIndex, Hex, PosixMs } from "../units";
import type { Amount } from "./amount";
import { amountText, digits, line, type PoolName } from "./signed-line";
import type { PrizeAsset } from "./types";

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

/** What each key signs before a pool is made: it works, and its owner agrees to these very settings. */
export function enrolmentText(
  enrolment: PoolName & { readonly role: "oracle" | "approver"; readonly settingsHash: Hex },
): string {
  const { network, role, settingsHash, policyId } = enrolment;
  return line(network, `enroll ${role} settings ${settingsHash} pool ${policyId}`);
}
