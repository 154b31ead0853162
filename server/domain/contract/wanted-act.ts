import type { Hex } from "../units";
import { cancelText, changeText, closeText, withdrawText } from "./act-text";
import type { CancelRedeemer, Change, CloseRedeemer, PoolAct, UpdateSettingsRedeemer, WithdrawRedeemer } from "./acts";
import type { Amount } from "./amount";
import type { Approval, Envelope, PoolDatum, Settings } from "./types";

/* What the approvers can do with the pool itself, besides a plan: the text that says it, and its redeemer. */

/** A change's consent is filled in from the signatures. */
export type WantedAct =
  | { readonly kind: "cancel" }
  | { readonly kind: "close" }
  | { readonly kind: "withdraw"; readonly amount: Amount }
  | { readonly kind: "updateSettings"; readonly change: Change };

export type AdminRedeemer = CancelRedeemer | CloseRedeemer | WithdrawRedeemer | UpdateSettingsRedeemer;

export const NO_CONSENT: Envelope = { kind: "raw", signature: "" };

/** What a text is bound to: an act is signed for one pool, until its nonce moves. A Cancel names the plan as well. */
export type ActBinding = {
  readonly policyId: Hex;
  readonly settings: Settings;
  readonly datum: Pick<PoolDatum, "nonce" | "plan">;
};

/** What the approvers sign, and the owner of a new key. Throws a RangeError where a change cannot be said in words. */
export function wantedText({ policyId, settings, datum }: ActBinding, wanted: WantedAct): string {
  const { network, prizeAsset } = settings;
  const bound = { network, policyId, nonce: datum.nonce };
  switch (wanted.kind) {
    case "cancel":
      return cancelText({ ...bound, plan: datum.plan });
    case "close":
      return closeText(bound);
    case "withdraw":
      return withdrawText({ ...bound, amount: wanted.amount, prizeAsset });
    case "updateSettings":
      return changeText({ ...bound, settings, change: wanted.change });
  }
}

/** The new key that must sign the text too; null if there is none. */
export function newKeyOf(wanted: WantedAct): Hex | null {
  if (wanted.kind !== "updateSettings") return null;
  const { change } = wanted;
  return change.kind === "addApprover" || change.kind === "setOracle" ? change.key : null;
}

/** The key hash of a new operator, who signs the transaction itself; null if there is none. */
export function newOperatorOf(wanted: WantedAct): Hex | null {
  if (wanted.kind !== "updateSettings") return null;
  return wanted.change.kind === "setOperator" ? wanted.change.operator : null;
}

export function wantedRedeemer(
  settings: Settings,
  wanted: WantedAct,
  approvals: readonly Approval[],
  consent: Envelope,
): AdminRedeemer {
  switch (wanted.kind) {
    case "cancel":
    case "close":
      return { kind: wanted.kind, settings, approvals };
    case "withdraw":
      return { kind: "withdraw", settings, amount: wanted.amount, approvals };
    case "updateSettings": {
      const { change } = wanted;
      return {
        kind: "updateSettings",
        settings,
        change: "consent" in change ? { ...change, consent } : change,
        approvals,
      };
    }
  }
}

/** What an act on chain was signed as; null for what the approvers do not do on the pool itself. */
export function wantedOf(act: PoolAct): WantedAct | null {
  switch (act.kind) {
    case "cancel":
    case "close":
      return { kind: act.kind };
    case "withdraw":
      return { kind: "withdraw", amount: act.amount };
    case "updateSettings":
      return { kind: "updateSettings", change: act.change };
    default:
      return null;
  }
}
