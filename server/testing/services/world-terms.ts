import type { Settings } from "@/server/domain/contract/types";
import { RULES_FORMAT } from "@/server/domain/rules/rules";
import { APPROVER_KEYS, ORACLE_KEY } from "./keys";

export const SLOT_MS = 1_000;
export const BLOCK_MS = 5_000;
/** Twelve blocks. */
export const INTERVAL_MS = 60_000;
export const PRIZE_ASSET = `${"ab".repeat(28)}504c4159`;
export const NETWORK_MAGIC = 42;
export const SNAPSHOT_DEPTH = 5;
export const PLAYER_LOVELACE = 50_000_000n;
export const DAILY_LIMIT_LOVELACE = 5_000_000_000n;
export const START_MS = Date.UTC(2024, 0, 1);
/** k: so small that a day is FINAL soon. Rollbacks of tests stay below it. */
export const SECURITY_PARAM = 12;

export const TEST_OPERATIONS = {
  previewMs: 0,
  approvalDueMs: 30_000,
  deadlineMs: 900_000,
  snapshotDepth: SNAPSHOT_DEPTH,
  readLag: 0,
  contradictionPauseMs: 0,
  restMs: 0,
  confirmDepth: 3,
  expiryDepth: 4,
  transactionLifetimeMs: 30_000,
  resendBlocks: 1,
  // As deep as a rollback of these tests may be: what a deep one holds is tested by itself.
  mostRollback: 100_000,
  // Two or three players share everything, every day.
  anomalies: { minimumDays: 365 },
};

export function testSettings(network: string, dailyLimitLovelace = DAILY_LIMIT_LOVELACE): Settings {
  return {
    network,
    intervalMs: INTERVAL_MS,
    prizeAsset: null,
    treasury: { kind: "key", hash: "ee".repeat(28) },
    oracle: ORACLE_KEY.publicKey,
    approvers: APPROVER_KEYS.map(({ publicKey }) => publicKey),
    threshold: 2,
    dailyLimit: { lovelace: dailyLimitLovelace, tokens: 0n },
    minGapMs: 0,
    minWindowMs: 30_000,
    maxWindowMs: 2 * 3_600_000,
    reserveLovelace: 5_000_000n,
    minDeposit: { lovelace: 2_000_000n, tokens: 1n },
  };
}

export function testRules(gameAddress: string, potLovelace: bigint) {
  return {
    format: RULES_FORMAT,
    version: 1,
    gameAddress,
    prizeAsset: PRIZE_ASSET,
    participation: { minimumLovelace: 2_000_000n, playerDatumField: null, windowDays: null, minimumPlays: 1 },
    holding: { minimumQuantity: 1n },
    excluded: { addresses: [], identities: [] },
    allowedScripts: [],
    weight: { kind: "pro-rata-holding" },
    pot: { kind: "fixed", lovelace: potLovelace },
    perRecipientCapLovelace: null,
    dayLimits: { totalLovelace: DAILY_LIMIT_LOVELACE, hourlyLovelace: null },
  };
}
