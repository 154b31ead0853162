import { makePoolScript } from "@/server/chain/pool/script";
import type { SpendTerms } from "@/server/chain/pool/spend-terms";
import type { Script } from "@/server/chain/transaction/script";
import { type SlotConfig, slotToMs } from "@/server/domain/cardano/slot-clock";
import type { Amount } from "@/server/domain/contract/amount";
import { encodeDatum } from "@/server/domain/contract/datum";
import { poolAssets, prizeAssetUnit } from "@/server/domain/contract/pool-assets";
import type { PoolState } from "@/server/domain/contract/read-pool";
import { hashSettings } from "@/server/domain/contract/settings";
import type { Approval, Envelope, PoolDatum, PrizeAsset, Settings } from "@/server/domain/contract/types";
import type { TxOutput } from "@/server/domain/ports";
import { cip8Header, signCip8, type TestKey, testKey } from "./keys";
import { INTERVAL_MS, OPERATOR, ORACLE, STRANGER } from "./pool-terms";
import { PARAMETERS, SLOTS, walletOutput } from "./world";

/*
 * A pool in which everything is as large as the contract lets it be: sixteen approvers who must all sign, in
 * envelopes with the longest header, texts of 198 bytes, wide numbers, an asset with the longest name.
 */

export type Clock = { readonly slots: SlotConfig; readonly nowSlot: number };
export const TEST_CLOCK: Clock = { slots: SLOTS, nowSlot: 86_400 };

export const LARGE_ASSET: PrizeAsset = {
  policyId: "cd".repeat(28),
  assetName: "ef".repeat(32),
  label: "LONGESTSYM",
};
export const SIXTEEN = Array.from({ length: 16 }, (_, i) => testKey(`approver ${i}`)).sort((a, b) =>
  a.publicKey < b.publicKey ? -1 : 1,
);
export const LARGE_KEYS = [OPERATOR, ORACLE, STRANGER, ...SIXTEEN];

export function settingsWith(approvers: readonly TestKey[]): Settings {
  return {
    // With five digits of nonce, this is the longest that leaves room to drop an approver.
    network: "longnet",
    intervalMs: INTERVAL_MS,
    prizeAsset: LARGE_ASSET,
    treasury: { kind: "script", hash: "ee".repeat(28) },
    oracle: ORACLE.publicKey,
    approvers: approvers.map(({ publicKey }) => publicKey),
    threshold: approvers.length,
    dailyLimit: { lovelace: 30_000_000_000_000_000n, tokens: 8_000_000_000_000_000_000n },
    minGapMs: 30_000,
    minWindowMs: 1_800_000,
    maxWindowMs: 86_400_000,
    reserveLovelace: 5_000_000_000n,
    minDeposit: { lovelace: 5_000_000_000n, tokens: 5_000_000_000n },
  };
}
export const LARGE_SETTINGS = settingsWith(SIXTEEN);
export const LARGE_SCRIPT = makePoolScript(walletOutput(OPERATOR, 1n).ref, 0);
/** What the governor's account holds. */
export const REWARDS_LOVELACE = 5_000_000_000_000n;
export const LARGE_AMOUNT: Amount = { lovelace: 9_000_000_000_000_000n, tokens: 7_000_000_000_000_000_000n };

export function idleDatum({ slots, nowSlot }: Clock, settings = LARGE_SETTINGS): PoolDatum {
  const nowMs = slotToMs(slots, nowSlot);
  return {
    settingsHash: hashSettings(settings),
    operator: OPERATOR.hash,
    maxFeeLovelace: 10_000_000n,
    nonce: 12_345,
    plan: "99".repeat(32),
    lastDay: Math.floor(nowMs / INTERVAL_MS) - 3,
    lastPayoutMs: nowMs - 86_400_000,
    status: { kind: "idle", left: "88".repeat(32), remaining: LARGE_AMOUNT, outputs: 2_000_000_000 },
  };
}

/** The pool in this state, with all that a spend of it needs. */
export function spendTerms(
  { slots, nowSlot }: Clock,
  datum: PoolDatum,
  held: Amount = { lovelace: 20_000_000_000_000_000n, tokens: 9_000_000_000_000_000_000n },
  prizeAsset = LARGE_ASSET,
): SpendTerms {
  const script = LARGE_SCRIPT;
  const assets = poolAssets(script.policyId, prizeAsset, held.tokens);
  const at = { ...walletOutput(OPERATOR, held.lovelace, assets), address: script.address };
  const output: TxOutput = { ...at, inlineDatum: encodeDatum(datum) };
  const pool: PoolState = { output, policyId: script.policyId, datum, held };
  return {
    pool,
    script,
    prizeAsset,
    referenceScripts: { pool: holderOf(script), governor: holderOf(script.governor) },
    rewardsLovelace: REWARDS_LOVELACE,
    collateral: walletOutput(OPERATOR, 20_000_000n),
    chain: { parameters: PARAMETERS, slots },
    validFromSlot: nowSlot - 60,
    validUntilSlot: nowSlot + 600,
  };
}

function holderOf({ hash }: Script): TxOutput {
  return {
    ...walletOutput(OPERATOR, 100_000_000n),
    address: LARGE_SCRIPT.address,
    referenceScriptHash: hash,
  };
}

/** With a protected header of 255 bytes, the longest that the contract frames. */
export function longEnvelope(key: TestKey, text: string): Envelope {
  return signCip8(key, text, cip8Header("a5".repeat(242)));
}

export function approvedBy(keys: readonly TestKey[], text: string): Approval[] {
  return keys.map((key, index) => ({ index, envelope: longEnvelope(key, text) }));
}

export function fundingOf(amount: Amount): TxOutput[] {
  const assets = amount.tokens === 0n ? {} : { [prizeAssetUnit(LARGE_ASSET)]: amount.tokens };
  return [walletOutput(STRANGER, amount.lovelace + 100_000_000n, assets)];
}
