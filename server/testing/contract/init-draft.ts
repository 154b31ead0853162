import { poolOutput } from "@/server/chain/pool/draft-outputs";
import { UNMEASURED } from "@/server/chain/pool/spend-terms";
import { NOTHING_ELSE } from "@/server/chain/transaction/draft";
import { changeOutput } from "@/server/chain/transaction/funding";
import { encodeAct } from "@/server/domain/contract/act-codec";
import type { InitAct } from "@/server/domain/contract/acts";
import { NO_AMOUNT } from "@/server/domain/contract/amount";
import type { PoolTerms } from "@/server/domain/contract/check-settings";
import { MINT_REDEEMER } from "@/server/domain/contract/redeemer";
import { hashSettings } from "@/server/domain/contract/settings";
import { NO_PLAN, type PoolDatum } from "@/server/domain/contract/types";
import type { TxOutput } from "@/server/domain/ports";
import { MUTANT_FEE, type TestDraft } from "./mutant";
import { IDLE, poolIn, TODAY, TRACED } from "./mutant-pool";
import { consents, START_SLOT } from "./pool-fixture";
import { OPERATOR, PRIZE_ASSET, PRIZE_UNIT } from "./pool-terms";
import { PARAMETERS, walletOutput } from "./world";

export const SEED: TxOutput = { ...walletOutput(OPERATOR, 10_000_000n), ref: TRACED.seed };
const WALLET = walletOutput(OPERATOR, 1_000_000_000n, { [PRIZE_UNIT]: 1_000n });
const HELD = { lovelace: 500_000_000n, tokens: 70n };

export function initActOf({ settings }: PoolTerms): InitAct {
  return { kind: "init", settings, ...consents(settings, TRACED) };
}

export function firstDatum({ settings, operator, maxFeeLovelace }: PoolTerms): PoolDatum {
  return {
    settingsHash: hashSettings(settings),
    operator,
    maxFeeLovelace,
    nonce: 0,
    plan: NO_PLAN,
    lastDay: TODAY - 1,
    lastPayoutMs: 0,
    status: { kind: "idle", left: "", remaining: NO_AMOUNT, outputs: 0 },
  };
}

/** Makes the pool of TRACED, whatever the rules say of it. */
export function initDraft(terms: PoolTerms, rewardsLovelace: bigint): TestDraft {
  const { account } = TRACED.governor;
  const { referenceScripts, collateral } = poolIn(IDLE);
  const spent = [SEED, WALLET];
  const gained = { ...HELD, lovelace: HELD.lovelace - rewardsLovelace };
  const { coinsPerUtxoByte } = PARAMETERS;
  return {
    ...NOTHING_ELSE,
    inputs: spent,
    referenceInputs: [referenceScripts.pool, referenceScripts.governor],
    outputs: [
      poolOutput(TRACED, PRIZE_ASSET, { datum: firstDatum(terms), held: HELD }),
      changeOutput(spent, {
        amount: gained,
        prizeAsset: PRIZE_ASSET,
        feeLovelace: MUTANT_FEE,
        address: OPERATOR.address,
        coinsPerUtxoByte,
      }),
    ],
    feeLovelace: MUTANT_FEE,
    validFromSlot: START_SLOT,
    validUntilSlot: START_SLOT + 60,
    mint: { [TRACED.stateToken]: 1n },
    withdrawals: [{ account, lovelace: rewardsLovelace }],
    signatories: [terms.operator],
    redeemers: [
      { purpose: { kind: "mint", policyId: TRACED.policyId }, data: MINT_REDEEMER, units: UNMEASURED },
      { purpose: { kind: "reward", account }, data: encodeAct(initActOf(terms)), units: UNMEASURED },
    ],
    collateral: { output: collateral, totalLovelace: 0n },
  };
}
