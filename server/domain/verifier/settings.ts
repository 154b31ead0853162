import type { Change } from "../contract/acts";
import type { PrizeAsset, Settings } from "../contract/types";
import { unless } from "../problems";
import type { Hex } from "../units";
import { keyHash } from "./signatures";

/* What a change makes of the settings, and whether they are sound: contracts/lib/settings.ak. */

const ADA = 1_000_000n;
const HOUR_MS = 3_600_000;

/** Throws a RangeError where an approver who is none is dropped. */
export function settingsAfter(settings: Settings, change: Change): Settings {
  switch (change.kind) {
    case "addApprover":
      return { ...settings, approvers: insert(settings.approvers, change.key), threshold: change.threshold };
    case "dropApprover":
      return { ...settings, approvers: remove(settings.approvers, change.key), threshold: change.threshold };
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

/** Before the first that is larger. */
function insert(keys: readonly Hex[], key: Hex): Hex[] {
  const place = keys.findIndex((other) => key < other);
  return place < 0 ? [...keys, key] : [...keys.slice(0, place), key, ...keys.slice(place)];
}

function remove(keys: readonly Hex[], key: Hex): Hex[] {
  const place = keys.indexOf(key);
  if (place < 0) throw new RangeError(`${key} is no approver, so nobody can drop it`);
  return keys.filter((_, at) => at !== place);
}

export function checkSound(settings: Settings, operator: Hex, maxFee: bigint, policyId: Hex): string[] {
  const { treasury, prizeAsset, network } = settings;
  const isOwn = treasury.kind === "script" && treasury.hash === policyId;
  return [
    ...checkKeys(settings, operator),
    ...checkNumbers(settings),
    ...unless(maxFee >= 2n * ADA && maxFee <= 10n * ADA, `max_fee is ${maxFee}, not 2 to 10 ADA`),
    ...unless(/^[a-z0-9-]{1,9}$/.test(network), `the network's name is "${network}"`),
    ...unless(treasury.hash.length === 56 && !isOwn, "the treasury has not 28 bytes, or is the pool itself"),
    ...unless(prizeAsset === null || isSoundAsset(prizeAsset, policyId), "the prize asset is not sound"),
  ];
}

function checkKeys({ oracle, approvers, threshold }: Settings, operator: Hex): string[] {
  const keys = [oracle, ...approvers];
  const areSorted = approvers.every((key, place) => place === 0 || (approvers[place - 1] ?? key) < key);
  return [
    ...unless(keys.every((key) => key.length === 64) && operator.length === 56, "a key has not the length of one"),
    ...unless(approvers.length <= 16 && areSorted, "the approvers are more than 16, or not sorted and each once"),
    ...unless(threshold >= 1 && threshold <= approvers.length, `${threshold} of ${approvers.length} cannot approve`),
    ...unless(!approvers.includes(oracle), "the oracle is an approver too"),
    ...unless(!keys.map(keyHash).includes(operator), "the operator is the oracle or an approver too"),
  ];
}

function checkNumbers(settings: Settings): string[] {
  const { intervalMs, minGapMs, minWindowMs, maxWindowMs, dailyLimit, reserveLovelace, minDeposit } = settings;
  return [
    ...unless(intervalMs > 0 && minGapMs >= 0 && minGapMs * 2 <= intervalMs, "interval and gap are not sound"),
    ...unless(minWindowMs >= 0 && maxWindowMs >= minWindowMs + HOUR_MS, "the window is not sound"),
    ...unless(dailyLimit.lovelace > 0n && dailyLimit.tokens >= 0n, "the daily limit is not sound"),
    ...unless(reserveLovelace >= 5n * ADA, "the reserve is below 5 ADA"),
    ...unless(minDeposit.lovelace > 0n && minDeposit.tokens > 0n, "the smallest deposit is not above 0"),
  ];
}

function isSoundAsset({ policyId, assetName, label }: PrizeAsset, own: Hex): boolean {
  const isWord = /^[a-zA-Z0-9]{1,10}$/.test(label) && label !== "lovelace";
  return policyId.length === 56 && policyId !== own && assetName.length <= 64 && isWord;
}
