import { hexToBytes } from "@noble/hashes/utils";
import { networkLabel } from "@/server/domain/cardano/network";
import { NO_AMOUNT } from "@/server/domain/contract/amount";
import { encodeDatum } from "@/server/domain/contract/datum";
import { encodeSettings, hashSettings } from "@/server/domain/contract/settings";
import { stateTokenUnit } from "@/server/domain/contract/state-token";
import { NO_PLAN } from "@/server/domain/contract/types";
import { scriptAddress } from "./people";

/* The pool that the worlds' chains hold. Nobody pays from it: it moves, and keeps its datum. */

export const NETWORK_MAGIC = 42;
export const SYSTEM_START_S = 1_704_067_200;
/** k: more than any fork of a world replaces. */
export const SECURITY_PARAM = 30;

export const POLICY_ID = "d0".repeat(28);
export const STATE_TOKEN = stateTokenUnit(POLICY_ID);
export const POOL = scriptAddress(hexToBytes(POLICY_ID));
export const PRIZE_ASSET = `${"ab".repeat(28)}504c4159`;
/** Of the prize token's policy, and of another: nobody asks for them. */
export const OTHER_ASSETS = [`${"ab".repeat(28)}50`, `${"cd".repeat(28)}`];

const settings = {
  network: networkLabel(NETWORK_MAGIC),
  intervalMs: 86_400_000,
  prizeAsset: null,
  treasury: { kind: "key", hash: "ee".repeat(28) },
  oracle: "aa".repeat(32),
  approvers: ["bb".repeat(32)],
  threshold: 1,
  dailyLimit: { lovelace: 5_000_000_000n, tokens: 0n },
  minGapMs: 0,
  minWindowMs: 30_000,
  maxWindowMs: 7_200_000,
  reserveLovelace: 5_000_000n,
  minDeposit: { lovelace: 2_000_000n, tokens: 1n },
} as const;

export const SETTINGS = encodeSettings(settings);

export const POOL_DATUM = hexToBytes(
  encodeDatum({
    settingsHash: hashSettings(settings),
    operator: "cc".repeat(28),
    maxFeeLovelace: 3_000_000n,
    nonce: 0,
    plan: NO_PLAN,
    lastDay: 0,
    lastPayoutMs: 0,
    status: { kind: "idle", left: "", remaining: NO_AMOUNT, outputs: 0 },
  }),
);
