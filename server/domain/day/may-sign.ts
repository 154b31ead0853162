import type { Settings } from "../contract/types";
import { can, type Role } from "../people/roles";
import type { Hex, PosixMs } from "../units";
import { signUntilMs } from "./signing-time";
import type { DayState } from "./states";

/** What matters for signing, of a plan or of a Resume. `deadlineMs` is null if there is nothing to sign. */
export type PlanToSign = {
  readonly state: DayState;
  readonly deadlineMs: PosixMs | null;
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
export function whyNotSign(publicKey: Hex, plan: PlanToSign): SignRefusal | null {
  const { state, settings, nowMs } = plan;
  const untilMs = signUntilMs(plan, settings);
  if (untilMs === null) return { kind: "not-proposed", state };
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
  if (plan.deadlineMs === null) return no({ kind: "not-proposed", state: plan.state });
  if (!can(role, "day.approve")) return no({ kind: "role", role });
  if (!approverKey) return no({ kind: "no-key" });
  const refusal = whyNotSign(approverKey, plan);
  return refusal ? no(refusal) : { ok: true, publicKey: approverKey };
}
