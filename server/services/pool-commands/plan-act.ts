import { slotToMs } from "@/server/domain/cardano/slot-clock";
import { cancelText, changeText, closeText, withdrawText } from "@/server/domain/contract/act-text";
import type {
  CancelRedeemer,
  Change,
  CloseRedeemer,
  DepositRedeemer,
  UpdateSettingsRedeemer,
  WithdrawRedeemer,
} from "@/server/domain/contract/acts";
import type { Amount } from "@/server/domain/contract/amount";
import { foreseePool, maxFeeOf } from "@/server/domain/contract/successor";
import type { Approval, Envelope } from "@/server/domain/contract/types";
import type { Hex } from "@/server/domain/units";
import { sayBadSignature } from "@/server/words/bad-signature";
import { ServiceError } from "../errors";
import type { FoundPool } from "./find-pool";

/** What the approvers can do with the pool itself. A change's consent is filled in from the signatures. */
export type WantedAct =
  | { readonly kind: "cancel" }
  | { readonly kind: "close" }
  | { readonly kind: "withdraw"; readonly amount: Amount }
  | { readonly kind: "updateSettings"; readonly change: Change };

export type AdminRedeemer = CancelRedeemer | CloseRedeemer | WithdrawRedeemer | UpdateSettingsRedeemer;

export type ActPlan = {
  readonly wanted: WantedAct;
  /** What the approvers sign, and the owner of a new key. */
  readonly text: string;
  readonly approvers: readonly Hex[];
  readonly threshold: number;
  /** The new key that must also sign the text; null if there is none. */
  readonly consentOf: Hex | null;
};

export const NO_CONSENT: Envelope = { kind: "raw", signature: "" };

/**
 * What must be signed for an act on the pool as it stands. Throws a readable ServiceError if the contract would refuse
 * it with any signatures.
 */
export function planAct(found: FoundPool, wanted: WantedAct): ActPlan {
  foresee(found, toRedeemer(found, wanted, [], NO_CONSENT));
  const { approvers, threshold } = found.settings;
  return { wanted, text: textOf(found, wanted), approvers, threshold, consentOf: newKey(wanted) };
}

/** Throws a readable ServiceError if a deposit into the pool as it stands would be refused, or do harm. */
export function checkDeposit(found: FoundPool, amount: Amount): void {
  if (found.pool?.datum.status.kind === "paying") {
    throw new ServiceError(
      "wrong-state",
      "the pool is paying a plan, and a deposit would invalidate the payouts that are already sent. Wait until everything is paid.",
    );
  }
  foresee(found, { kind: "deposit", settings: found.settings, approvals: [] }, amount);
}

/** Throws ServiceError if the pool takes no acts, or the contract would refuse this one with any signatures. */
function foresee(found: FoundPool, redeemer: AdminRedeemer | DepositRedeemer, deposit?: Amount): void {
  const { pool, settings, chain, tip } = found;
  if (!pool) throw new ServiceError("wrong-state", "the pool is closed");
  if (found.rewardsLovelace === null) {
    throw new ServiceError(
      "wrong-state",
      `the governor's reward account ${found.script.governor.account} is not registered, so no act can be sent`,
    );
  }
  const outcome = foreseePool({
    datum: pool.datum,
    policyId: pool.policyId,
    prizeAsset: settings.prizeAsset,
    held: pool.held,
    redeemer,
    feeLovelace: maxFeeOf(redeemer, pool.datum),
    rewardsLovelace: found.rewardsLovelace,
    lowerMs: null,
    upperMs: slotToMs(chain.slots, tip.slot),
    ...(deposit ? { deposit } : {}),
  });
  if (!outcome.ok) {
    throw new ServiceError("bad-input", `the contract would refuse this: ${outcome.problems.join("; ")}`);
  }
}

export type SignedAct = {
  readonly redeemer: AdminRedeemer;
  /** Public keys that have signed. */
  readonly signed: readonly Hex[];
  /** What is still missing; empty if it can be sent. */
  readonly missing: readonly string[];
};

/** Adds the signatures. Throws ServiceError `bad-input` for one over another text or by a key that may not sign. */
export function signAct(found: FoundPool, plan: ActPlan, signatures: ReadonlyMap<Hex, Envelope>): SignedAct {
  const { wanted, text, approvers, threshold, consentOf } = plan;
  for (const [key, envelope] of signatures) {
    if (!approvers.includes(key) && key !== consentOf)
      throw new ServiceError("bad-input", `${key} is not an approver of this pool, so it cannot sign`);
    const problem = sayBadSignature(key, envelope, text);
    if (problem) throw new ServiceError("bad-input", `the signature of ${key} ${problem}`);
  }
  const all = approvers.flatMap((key, index): Approval[] => {
    const envelope = signatures.get(key);
    return envelope ? [{ index, envelope }] : [];
  });
  const consent = consentOf === null ? undefined : signatures.get(consentOf);
  const lacking = threshold - all.length;
  return {
    // Extra signatures would only add cost.
    redeemer: toRedeemer(found, wanted, all.slice(0, threshold), consent ?? NO_CONSENT),
    signed: [...signatures.keys()],
    missing: [
      ...(lacking > 0 ? [`${lacking} of ${threshold} approvers have not signed yet`] : []),
      ...(consentOf !== null && !consent ? [`the new key ${consentOf} has not signed yet`] : []),
    ],
  };
}

function toRedeemer(
  { settings }: FoundPool,
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

function textOf({ pool, settings }: FoundPool, wanted: WantedAct): string {
  if (!pool) throw new Error("a closed pool has no next act");
  const { network, prizeAsset } = settings;
  const bound = { network, policyId: pool.policyId, nonce: pool.datum.nonce };
  switch (wanted.kind) {
    case "cancel":
      return cancelText({ ...bound, plan: pool.datum.plan });
    case "close":
      return closeText(bound);
    case "withdraw":
      return withdrawText({ ...bound, amount: wanted.amount, prizeAsset });
    case "updateSettings":
      return changeText({ ...bound, settings, change: wanted.change });
  }
}

function newKey(wanted: WantedAct): Hex | null {
  if (wanted.kind !== "updateSettings") return null;
  const { change } = wanted;
  return change.kind === "addApprover" || change.kind === "setOracle" ? change.key : null;
}
