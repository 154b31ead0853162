import { keyHashOf } from "../cardano/key-hash";
import { unless } from "../problems";
import type { Hex } from "../units";
import type { Amount } from "./amount";
import type { PrizeAsset, Settings } from "./types";

const HOUR_MS = 3_600_000;
const LOVELACE_PER_ADA = 1_000_000n;

/** What init needs besides the settings themselves. */
export type PoolTerms = {
  readonly settings: Settings;
  /** Key hash of the server's hot key. */
  readonly operator: Hex;
  readonly maxFeeLovelace: bigint;
};

/**
 * Why the contract would refuse these terms at init, in words; empty when it would not (contracts/lib/
 * settings.ak, the same checks in the same order). `policyId` may be unknown while the settings are drafted.
 */
export function checkTerms(terms: PoolTerms, policyId: Hex | null): string[] {
  const { settings, operator, maxFeeLovelace } = terms;
  const problems = [
    ...checkSettings(settings),
    ...checkKeyCollisions(settings, operator),
    ...checkMaxFee(maxFeeLovelace),
  ];
  if (policyId !== null && settings.treasury.kind === "script" && settings.treasury.hash === policyId) {
    problems.push("treasury: must not be the pool itself");
  }
  if (policyId !== null && settings.prizeAsset?.policyId === policyId) {
    problems.push("prize_asset: must not be under the pool's own policy");
  }
  return problems;
}

/** The operator is a key hash, and not that of the oracle or an approver. */
export function checkKeyCollisions({ oracle, approvers }: Settings, operator: Hex): string[] {
  const keys = [oracle, ...approvers].filter((key) => isHash(key, 32));
  const hashes = keys.map(keyHashOf);
  return [
    ...unless(isHash(operator, 28), "operator: should be a key hash of 28 bytes in hexadecimal"),
    ...unless(!hashes.includes(operator), "operator: must not be the oracle's or an approver's key"),
  ];
}

export function checkMaxFee(maxFeeLovelace: bigint): string[] {
  const isInRange = maxFeeLovelace >= 2n * LOVELACE_PER_ADA && maxFeeLovelace <= 10n * LOVELACE_PER_ADA;
  return unless(isInRange, `max_fee: ${maxFeeLovelace} lovelace is outside 2 to 10 ADA`);
}

/** The part that concerns settings alone. */
export function checkSettings(settings: Settings): string[] {
  return [
    ...checkKeys(settings),
    ...checkTimes(settings),
    ...checkAmounts(settings),
    ...(settings.prizeAsset ? checkPrizeAsset(settings.prizeAsset) : []),
    ...unless(
      /^[a-z0-9-]{1,9}$/.test(settings.network),
      `network: "${settings.network}" should be 1 to 9 lower-case letters, digits or hyphens`,
    ),
    ...unless(isHash(settings.treasury.hash, 28), "treasury: should be a hash of 28 bytes in hexadecimal"),
  ];
}

function checkKeys({ oracle, approvers, threshold }: Settings): string[] {
  const increasing = approvers.every((key, i) => i === 0 || (approvers[i - 1] ?? "") < key);
  return [
    ...unless(isHash(oracle, 32), "oracle: should be an ed25519 public key of 32 bytes in hexadecimal"),
    ...approvers.flatMap((key, i) =>
      unless(isHash(key, 32), `approvers: number ${i + 1} should be an ed25519 public key of 32 bytes`),
    ),
    ...unless(approvers.length >= 1, "approvers: at least 1 is needed"),
    ...unless(approvers.length <= 16, `approvers: ${approvers.length} are more than 16`),
    ...unless(increasing, "approvers: should be sorted by their bytes, without duplicates"),
    ...unless(!approvers.includes(oracle), "oracle: must not be an approver too"),
    ...unless(
      Number.isSafeInteger(threshold) && threshold >= 1 && threshold <= approvers.length,
      `threshold: ${threshold} should be between 1 and ${approvers.length}, the number of approvers`,
    ),
  ];
}

function checkTimes(settings: Settings): string[] {
  const { intervalMs, minGapMs, minWindowMs, maxWindowMs } = settings;
  const whole = [intervalMs, minGapMs, minWindowMs, maxWindowMs].every(Number.isSafeInteger);
  if (!whole) return ["interval, min_gap, min_window and max_window: should be whole milliseconds"];
  return [
    ...unless(intervalMs > 0, "interval_ms: should be more than 0"),
    ...unless(minGapMs >= 0 && minGapMs * 2 <= intervalMs, "min_gap_ms: should be 0 to half the interval"),
    ...unless(minWindowMs >= 0, "min_window_ms: should not be negative"),
    ...unless(
      maxWindowMs >= minWindowMs + HOUR_MS,
      `max_window_ms: ${maxWindowMs} should be at least an hour more than min_window_ms, ${minWindowMs + HOUR_MS}`,
    ),
  ];
}

function checkAmounts({ dailyLimit, reserveLovelace, minDeposit }: Settings): string[] {
  const positive = (amount: Amount) => amount.lovelace > 0n && amount.tokens > 0n;
  return [
    ...unless(dailyLimit.lovelace > 0n, "daily_limit: should allow some lovelace"),
    ...unless(dailyLimit.tokens >= 0n, "daily_limit: should not be negative"),
    ...unless(reserveLovelace >= 5n * LOVELACE_PER_ADA, "reserve: should be at least 5 ADA"),
    ...unless(positive(minDeposit), "min_deposit: should be more than 0 in lovelace and in tokens"),
  ];
}

/** The contract accepts labels such as "ADA" or "000"; people would read them as the wrong thing. */
function checkPrizeAsset({ policyId, assetName, label }: PrizeAsset): string[] {
  const misleading = ["lovelace", "ada"].includes(label.toLowerCase());
  // "pay 5 lovelace 7 000 to 3 outputs"
  const isNumber = /^[0-9]+$/.test(label);
  return [
    ...unless(isHash(policyId, 28), "prize_asset: its policy id should be 28 bytes in hexadecimal"),
    ...unless(/^([0-9a-f]{2}){0,32}$/.test(assetName), "prize_asset: its name should be at most 32 bytes in hex"),
    ...unless(/^[A-Za-z0-9]{1,10}$/.test(label), `asset_label: "${label}" should be 1 to 10 letters or digits`),
    ...unless(!isNumber, `asset_label: "${label}" would be read as part of the amount`),
    ...unless(!misleading, `asset_label: "${label}" would be read as Cardano's own currency`),
  ];
}

function isHash(hex: Hex, bytes: number): boolean {
  return hex.length === bytes * 2 && /^[0-9a-f]+$/.test(hex);
}
