import type { Change, InitAct, PoolAct } from "./acts";
import { verifyEnvelope } from "./approval";
import { checkKeyCollisions, checkMaxFee, checkSettings } from "./check-settings";
import type { PoolDatum, Settings } from "./types";

/* What an UpdateSettings changes. Rules: contracts/lib/redeemers/update_settings.ak. */

/** The settings after the change. An approver who cannot be added or dropped leaves them unsound; see below. */
export function changedSettings(settings: Settings, change: Change): Settings {
  const { approvers } = settings;
  switch (change.kind) {
    case "addApprover":
      return { ...settings, approvers: [...approvers, change.key].sort(), threshold: change.threshold };
    case "dropApprover":
      return {
        ...settings,
        approvers: approvers.filter((key) => key !== change.key),
        threshold: change.threshold,
      };
    case "setThreshold":
      return { ...settings, threshold: change.threshold };
    case "setOracle":
      return { ...settings, oracle: change.key };
    case "setOperator":
    case "setMaxFee":
      return settings;
    case "setDailyLimit":
      return { ...settings, dailyLimit: change.limit };
    case "setMinGap":
      return { ...settings, minGapMs: change.minGapMs };
    case "setWindow":
      return { ...settings, minWindowMs: change.minWindowMs, maxWindowMs: change.maxWindowMs };
    case "setReserve":
      return { ...settings, reserveLovelace: change.reserveLovelace };
    case "setMinDeposit":
      return { ...settings, minDeposit: change.minDeposit };
  }
}

/** The settings after an act: those that it reveals, or what an UpdateSettings made of them. */
export function settingsAfter(act: PoolAct | InitAct): Settings {
  return act.kind === "updateSettings" ? changedSettings(act.settings, act.change) : act.settings;
}

/** Operator and max_fee, which are in the datum itself. */
export function changedDatum(datum: PoolDatum, change: Change): PoolDatum {
  if (change.kind === "setOperator") return { ...datum, operator: change.operator };
  if (change.kind === "setMaxFee") return { ...datum, maxFeeLovelace: change.maxFeeLovelace };
  return datum;
}

/** Why the contract would refuse the change, in words: the settings after it must be sound. */
export function checkChange(settings: Settings, datum: PoolDatum, change: Change): string[] {
  const changed = changedSettings(settings, change);
  const { operator, maxFeeLovelace } = changedDatum(datum, change);
  const problems = [
    ...checkSettings(changed),
    ...checkKeyCollisions(changed, operator),
    ...checkMaxFee(maxFeeLovelace),
  ];
  if (change.kind === "dropApprover" && !settings.approvers.includes(change.key))
    problems.push(`approver: ${change.key} is none of the pool's`);
  return problems;
}

/**
 * The owner of a new key must have signed the text too. A new operator signs the transaction itself, which is
 * not checked here.
 */
export function checkConsent(change: Change, text: string): string[] {
  const isNewKey = change.kind === "addApprover" || change.kind === "setOracle";
  if (!isNewKey || verifyEnvelope(change.key, change.consent, text)) return [];
  return [`consent: ${change.key} has not signed "${text}"`];
}
