import { poolOutput } from "@/server/chain/pool/draft-outputs";
import { draftFrame } from "@/server/chain/pool/draft-spend";
import type { SpendTerms } from "@/server/chain/pool/spend-terms";
import { changeOutput } from "@/server/chain/transaction/funding";
import type { DepositRedeemer } from "@/server/domain/contract/acts";
import type { Amount } from "@/server/domain/contract/amount";
import type { TxOutput } from "@/server/domain/ports";
import { MUTANT_FEE, type TestDraft } from "./mutant";
import { PRIZE_ASSET } from "./pool-terms";
import { PARAMETERS } from "./world";

/** A Deposit from one output of somebody's, written here whatever the rules say of it. */
export function depositDraft(
  terms: SpendTerms,
  redeemer: DepositRedeemer,
  amount: Amount,
  wallet: TxOutput,
): TestDraft {
  const { pool, script, rewardsLovelace } = terms;
  const held = {
    lovelace: pool.held.lovelace + amount.lovelace + rewardsLovelace,
    tokens: pool.held.tokens + amount.tokens,
  };
  const { coinsPerUtxoByte } = PARAMETERS;
  return {
    ...draftFrame(terms, redeemer),
    inputs: [pool.output, wallet],
    outputs: [
      poolOutput(script, PRIZE_ASSET, { datum: pool.datum, held }),
      changeOutput([wallet], {
        amount,
        prizeAsset: PRIZE_ASSET,
        feeLovelace: MUTANT_FEE,
        address: wallet.address,
        coinsPerUtxoByte,
      }),
    ],
    feeLovelace: MUTANT_FEE,
    signatories: redeemer.approvals.length === 0 ? [pool.datum.operator] : [],
  };
}
