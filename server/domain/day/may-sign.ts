import type { Settings } from "../contract/types";
import { can, type Role } from "../people/roles";
import type { Hex, PosixMs } from "../units";
import { signUntilMs } from "./signing-time";
import type { DayState } from "./states";

/** The parts of a plan that matter for signing. `deadlineMs` is null if nothing is proposed. */
export type PlanToSign = {
  readonly day: { readonly state: DayState; readonly deadlineMs: PosixMs | null };
  readonly settings: Pick<Settings, "approvers" | "minWindowMs">;
  readonly nowMs: PosixMs;
};

/** Why a plan cannot be signed. server/words/may-sign.ts has the texts. */
export type SignRefusal =
  | { readonly kind: "already-signed" }
  | { readonly kind: "not-proposed"; readonly state: DayState }
  | { readonly kind: "disabled" }
  | { readonly kind: "role"; readonly role: Role }
  | { readonly kind: "no-key" }
  | { readonly kind: "not-an-approver" }
  | { readonly kind: "too-late" };

/** Whether a plan can be signed with this key now, whoever uses it. Null means yes. */
export function whyNotSign(publicKey: Hex, { day, settings, nowMs }: PlanToSign): SignRefusal | null {
  const untilMs = signUntilMs(day, settings);
  if (day.state !== "PROPOSED" || untilMs === null) return { kind: "not-proposed", state: day.state };
  if (!settings.approvers.includes(publicKey)) return { kind: "not-an-approver" };
  return nowMs >= untilMs ? { kind: "too-late" } : null;
}

/** The person who would sign; null if the account is disabled. */
type Signer = { readonly role: Role; readonly approverKey: Hex | null } | null;

export type MaySign =
  | { readonly ok: true; readonly publicKey: Hex }
  | { readonly ok: false; readonly refusal: SignRefusal };

/** Whether a person can sign the plan now with their own key. `signed` are the keys that have signed it. */
export function maySign(signer: Signer, plan: PlanToSign, signed: readonly Hex[]): MaySign {
  const no = (refusal: SignRefusal): MaySign => ({ ok: false, refusal });
  if (!signer) return no({ kind: "disabled" });
  const { role, approverKey } = signer;
  if (approverKey && signed.includes(approverKey)) return no({ kind: "already-signed" });
  if (plan.day.state !== "PROPOSED") return no({ kind: "not-proposed", state: plan.day.state });
  if (!can(role, "day.approve")) return no({ kind: "role", role });
  if (!approverKey) return no({ kind: "no-key" });
  const refusal = whyNotSign(approverKey, plan);
  return refusal ? no(refusal) : { ok: true, publicKey: approverKey };
}
