import type { Amount } from "@/server/domain/contract/amount";
import type { Approval, Settings } from "@/server/domain/contract/types";
import type { TxOutput } from "@/server/domain/ports";
import { assemble } from "../transaction/assemble";
import { BuildError } from "../transaction/build-error";
import type { TransactionDraft } from "../transaction/draft";
import { changeOutput, chooseFunding } from "../transaction/funding";
import { chainedPool, poolOutput } from "./draft-outputs";
import { draftFrame } from "./draft-spend";
import { successorOf } from "./foresee-spend";
import { scriptsOf } from "./script";
import type { BuiltSpend, SpendTerms } from "./spend-terms";

export type DepositTerms = {
  readonly settings: Settings;
  readonly amount: Amount;
  /** The depositor's outputs to choose from, who pays the fee. Must not contain the collateral. */
  readonly funding: readonly TxOutput[];
  readonly changeAddress: string;
  /** Empty when the operator signs, which is the usual way. */
  readonly approvals: readonly Approval[];
};

/** Adds to the pool. Depositor and operator sign (or the approvers have, by `approvals`). */
export function buildDeposit(terms: SpendTerms, deposit: DepositTerms): BuiltSpend {
  const { script, prizeAsset, pool } = terms;
  const { maxFeeLovelace, operator } = pool.datum;
  const { settings, amount, approvals } = deposit;
  const redeemer = { kind: "deposit", settings, approvals } as const;
  const after = (fee: bigint) => {
    const { pool: next } = successorOf(terms, redeemer, fee, { deposit: amount });
    if (!next) throw new BuildError("a deposit leaves the pool open");
    return next;
  };
  const { coinsPerUtxoByte } = terms.chain.parameters;
  const chosen = chooseFunding(deposit.funding, amount, prizeAsset, maxFeeLovelace);
  const change = { amount, prizeAsset, address: deposit.changeAddress, coinsPerUtxoByte };
  const makeDraft = (feeLovelace: bigint): TransactionDraft => ({
    ...draftFrame(terms, redeemer),
    inputs: [pool.output, ...chosen],
    outputs: [poolOutput(script, prizeAsset, after(feeLovelace)), changeOutput(chosen, { ...change, feeLovelace })],
    feeLovelace,
    signatories: approvals.length === 0 ? [operator] : [],
  });
  const built = assemble(makeDraft, scriptsOf(script), terms.chain, maxFeeLovelace);
  return { ...built, nextPool: chainedPool(script, prizeAsset, built.txHash, after(built.feeLovelace)) };
}
