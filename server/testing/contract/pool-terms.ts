import type { PoolTerms } from "@/server/domain/contract/check-settings";
import type { Settings } from "@/server/domain/contract/types";
import { type TestKey, testKey } from "./keys";

/* The people and settings of a pool, for tests. */

export const OPERATOR = testKey("operator");
/** Who may become the next operator: never a stranger, whose signature must stay nothing. */
export const NEXT_OPERATOR = testKey("next operator");
export const ORACLE = testKey("oracle");
export const STRANGER = testKey("stranger");
export const APPROVERS = ["ann", "ben", "cho", "dee"].map(testKey).sort((a, b) => (a.publicKey < b.publicKey ? -1 : 1));
export const KEYS = [OPERATOR, NEXT_OPERATOR, ORACLE, STRANGER, ...APPROVERS];
export const PRIZE_ASSET = { policyId: "ab".repeat(28), assetName: "534e454b", label: "SNEK" };
export const PRIZE_UNIT = PRIZE_ASSET.policyId + PRIZE_ASSET.assetName;
/** One minute, as in the demo. */
export const INTERVAL_MS = 60_000;

export const SETTINGS: Settings = {
  network: "devnet",
  intervalMs: INTERVAL_MS,
  prizeAsset: PRIZE_ASSET,
  treasury: { kind: "key", hash: testKey("treasury").hash },
  oracle: ORACLE.publicKey,
  approvers: APPROVERS.map(({ publicKey }) => publicKey),
  threshold: 2,
  dailyLimit: { lovelace: 5_000_000_000n, tokens: 1_000_000n },
  minGapMs: 20_000,
  minWindowMs: 30_000,
  maxWindowMs: 4_000_000,
  reserveLovelace: 5_000_000n,
  minDeposit: { lovelace: 2_000_000n, tokens: 100n },
};

export const TERMS: PoolTerms = { settings: SETTINGS, operator: OPERATOR.hash, maxFeeLovelace: 3_000_000n };

export function approver(index: number): TestKey {
  const key = APPROVERS[index];
  if (!key) throw new Error(`there is no approver ${index}`);
  return key;
}
