import type { DepositRedeemer } from "@/server/domain/contract/acts";
import type { Amount } from "@/server/domain/contract/amount";
import type { PoolState } from "@/server/domain/contract/read-pool";
import { foreseePool, maxFeeOf } from "@/server/domain/contract/successor";
import type { Approval, Envelope, Settings } from "@/server/domain/contract/types";
import {
  type AdminRedeemer,
  NO_CONSENT,
  newKeyOf,
  type WantedAct,
  wantedRedeemer,
  wantedText,
} from "@/server/domain/contract/wanted-act";
import type { Hex, Lovelace } from "@/server/domain/units";
import { sayBadSignature } from "@/server/words/bad-signature";
import { ServiceError } from "../errors";
import type { FoundPool } from "./find-pool";

/** What an act is judged on: a pool as the chain shows it, or as our own scan does. */
export type ActGround = {
  /** Null if it is closed. */
  readonly pool: Pick<PoolState, "policyId" | "datum" | "held"> | null;
  readonly settings: Settings;
};

export type ActPlan = {
  readonly wanted: WantedAct;
  /** What the approvers sign, and the owner of a new key. */
  readonly text: string;
  readonly approvers: readonly Hex[];
  readonly threshold: number;
  /** The new key that must also sign the text; null if there is none. */
  readonly consentOf: Hex | null;
};

/**
 * What must be signed for an act on the pool as it stands. Throws a readable ServiceError if the contract would refuse
 * it with any signatures.
 */
export function planAct(found: FoundPool, wanted: WantedAct): ActPlan {
  return judgeAct(found, wanted, rewardsOf(found));
}

/** The same of a pool that our own scan shows. `rewardsLovelace` are the governor's, which the act brings in. */
export function judgeAct(ground: ActGround, wanted: WantedAct, rewardsLovelace: Lovelace = 0n): ActPlan {
  const { pool, settings } = ground;
  refuse(foresee(ground, { redeemer: wantedRedeemer(settings, wanted, [], NO_CONSENT), rewardsLovelace }));
  if (!pool) throw new Error("a closed pool has no next act");
  const { approvers, threshold } = settings;
  const { policyId, datum } = pool;
  return {
    wanted,
    text: wantedText({ policyId, settings, datum }, wanted),
    approvers,
    threshold,
    consentOf: newKeyOf(wanted),
  };
}

/** Throws a readable ServiceError if a deposit into the pool as it stands would be refused, or do harm. */
export function checkDeposit(found: FoundPool, amount: Amount): void {
  if (found.pool?.datum.status.kind === "paying") {
    throw new ServiceError(
      "wrong-state",
      "the pool is paying a plan, and a deposit would invalidate the payouts that are already sent. Wait until everything is paid.",
    );
  }
  refuse(depositProblems(found, amount, rewardsOf(found)));
}

/**
 * Says in words what of ours is on its way that spends the pool as well; null if nothing is. Null itself where nobody
 * can know, without a database.
 */
export type WhyBusy = (() => Promise<string | null>) | null;

/** Throws ServiceError `wrong-state` while something is on its way: it and a deposit would void each other. */
export async function demandFree(whyBusy: WhyBusy): Promise<void> {
  const busy = whyBusy && (await whyBusy());
  if (busy === null) return;
  throw new ServiceError(
    "wrong-state",
    `${busy} A deposit now and that would void each other. Nothing was sent: run it again when that is over`,
  );
}

/** Why the contract would refuse a deposit; empty if it would not. `rewardsLovelace` are the governor's. */
export function depositProblems(ground: ActGround, amount: Amount, rewardsLovelace: Lovelace = 0n): readonly string[] {
  const redeemer: DepositRedeemer = { kind: "deposit", settings: ground.settings, approvals: [] };
  return foresee(ground, { redeemer, rewardsLovelace, deposit: amount });
}

type Foreseen = {
  readonly redeemer: AdminRedeemer | DepositRedeemer;
  readonly rewardsLovelace: Lovelace;
  readonly deposit?: Amount;
};

/** Why the contract would refuse this with any signatures. Throws ServiceError if the pool is closed. */
function foresee({ pool, settings }: ActGround, foreseen: Foreseen): readonly string[] {
  if (!pool) throw new ServiceError("wrong-state", "the pool is closed");
  const { datum, policyId, held } = pool;
  const outcome = foreseePool({
    datum,
    policyId,
    prizeAsset: settings.prizeAsset,
    held,
    feeLovelace: maxFeeOf(foreseen.redeemer, datum),
    lowerMs: null,
    upperMs: null,
    ...foreseen,
  });
  return outcome.ok ? [] : outcome.problems;
}

function refuse(problems: readonly string[]): void {
  if (problems.length > 0)
    throw new ServiceError("bad-input", `the contract would refuse this: ${problems.join("; ")}`);
}

function rewardsOf({ pool, rewardsLovelace, script }: FoundPool): Lovelace {
  if (rewardsLovelace !== null) return rewardsLovelace;
  if (!pool) throw new ServiceError("wrong-state", "the pool is closed");
  throw new ServiceError(
    "wrong-state",
    `the governor's reward account ${script.governor.account} is not registered, so no act can be sent`,
  );
}

export type SignedAct = {
  readonly redeemer: AdminRedeemer;
  /** Public keys that have signed. */
  readonly signed: readonly Hex[];
  /** What is still missing; empty if it can be sent. */
  readonly missing: readonly string[];
};

/** Adds the signatures. Throws ServiceError `bad-input` for one over another text or by a key that may not sign. */
export function signAct(
  { settings }: Pick<ActGround, "settings">,
  plan: ActPlan,
  signatures: ReadonlyMap<Hex, Envelope>,
): SignedAct {
  const { wanted, text, approvers, threshold, consentOf } = plan;
  const asked = keysAskedBy(plan);
  for (const [key, envelope] of signatures) {
    if (!asked.includes(key))
      throw new ServiceError("bad-input", `${key} is not an approver of this pool, so it cannot sign`);
    const problem = sayBadSignature(key, envelope, text);
    if (problem) throw new ServiceError("bad-input", `the signature of ${key} ${problem}`);
  }
  const all = approvers.flatMap((key, index): Approval[] => {
    const envelope = signatures.get(key);
    return envelope ? [{ index, envelope }] : [];
  });
  const consent = consentOf === null ? undefined : signatures.get(consentOf);
  const signed = [...signatures.keys()];
  return {
    // Extra signatures would only add cost.
    redeemer: wantedRedeemer(settings, wanted, all.slice(0, threshold), consent ?? NO_CONSENT),
    signed,
    missing: missingOf(plan, signed),
  };
}

/** Whose signatures an act can have: approvers', and a new key's. */
export function keysAskedBy({ approvers, consentOf }: Pick<ActPlan, "approvers" | "consentOf">): readonly Hex[] {
  return consentOf === null ? approvers : [...approvers, consentOf];
}

/** What must still be signed, in words; empty if nothing. `signed` are the keys of signatures that count. */
export function missingOf(
  { approvers, threshold, consentOf }: Pick<ActPlan, "approvers" | "threshold" | "consentOf">,
  signed: readonly Hex[],
): string[] {
  const lacking = threshold - approvers.filter((key) => signed.includes(key)).length;
  return [
    ...(lacking > 0 ? [`${lacking} of ${threshold} approvers have not signed yet`] : []),
    ...(consentOf !== null && !signed.includes(consentOf) ? [`the new key ${consentOf} has not signed yet`] : []),
  ];
}
