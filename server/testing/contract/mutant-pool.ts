import tracedBlueprint from "@/contracts/plutus.traced.json";
import { makePoolScript } from "@/server/chain/pool/script";
import type { SpendTerms } from "@/server/chain/pool/spend-terms";
import type { Script } from "@/server/chain/transaction/script";
import { slotToMs } from "@/server/domain/cardano/slot-clock";
import { type Amount, NO_AMOUNT } from "@/server/domain/contract/amount";
import { encodeDatum } from "@/server/domain/contract/datum";
import { poolAssets } from "@/server/domain/contract/pool-assets";
import type { PoolState } from "@/server/domain/contract/read-pool";
import { hashSettings } from "@/server/domain/contract/settings";
import { NO_PLAN, type PoolDatum } from "@/server/domain/contract/types";
import type { TxOutput } from "@/server/domain/ports";
import { START_SLOT } from "./pool-fixture";
import { INTERVAL_MS, OPERATOR, PRIZE_ASSET, SETTINGS, TERMS } from "./pool-terms";
import { CHAIN_TERMS, SLOTS, walletOutput } from "./world";

/** The build that is deployed, and the one that says why it refuses. */
export const SHIPPED = makePoolScript(walletOutput(OPERATOR, 1n).ref, 0);
export const TRACED = makePoolScript(walletOutput(OPERATOR, 1n).ref, 0, tracedBlueprint);
/** Day of the chain's clock at START_SLOT, the last that may be committed then being the one before. */
export const TODAY = Math.floor(slotToMs(SLOTS, START_SLOT) / INTERVAL_MS);

export const IDLE: PoolDatum = {
  settingsHash: hashSettings(SETTINGS),
  operator: OPERATOR.hash,
  maxFeeLovelace: TERMS.maxFeeLovelace,
  nonce: 3,
  plan: NO_PLAN,
  lastDay: TODAY - 2,
  lastPayoutMs: slotToMs(SLOTS, START_SLOT - 300),
  status: { kind: "idle", left: "", remaining: NO_AMOUNT, outputs: 0 },
};

/** A pool that pays a plan: two outputs are left. */
export function payingPool(deadlineMs: number): PoolDatum {
  return {
    ...IDLE,
    plan: "99".repeat(32),
    status: {
      kind: "paying",
      commitment: "77".repeat(32),
      remaining: { lovelace: 6_000_000n, tokens: 4n },
      outputs: 2,
      deadlineMs,
    },
  };
}

/** A pool in some state, with all that a spend needs, at START_SLOT. */
export function poolIn(
  datum: PoolDatum,
  held: Amount = { lovelace: 9_000_000_000n, tokens: 5_000_000n },
  script = TRACED,
  rewardsLovelace = 0n,
): SpendTerms {
  const at = { ...walletOutput(OPERATOR, held.lovelace), address: script.address };
  const assets = poolAssets(script.policyId, PRIZE_ASSET, held.tokens);
  const output: TxOutput = { ...at, assets, inlineDatum: encodeDatum(datum) };
  const pool: PoolState = { output, policyId: script.policyId, datum, held };
  const holding = (held: Script): TxOutput => ({
    ...walletOutput(OPERATOR, 100_000_000n),
    address: script.address,
    referenceScriptHash: held.hash,
  });
  return {
    pool,
    script,
    prizeAsset: PRIZE_ASSET,
    referenceScripts: { pool: holding(script), governor: holding(script.governor) },
    rewardsLovelace,
    collateral: walletOutput(OPERATOR, 20_000_000n),
    chain: CHAIN_TERMS,
    validFromSlot: START_SLOT - 20,
    validUntilSlot: START_SLOT + 60,
  };
}
