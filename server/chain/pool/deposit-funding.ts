import type { Amount } from "@/server/domain/contract/amount";
import { prizeAssetUnit } from "@/server/domain/contract/pool-assets";
import type { PrizeAsset } from "@/server/domain/contract/types";
import type { TxOutput } from "@/server/domain/ports";
import { mayPay } from "@/server/domain/top-up/may-pay";
import type { Hex, Lovelace } from "@/server/domain/units";
import { CHANGE_LOVELACE } from "../transaction/funding";

/** What is spent comes back as one output of change, which the ledger bounds: outputs with more kinds stay. */
const MOST_KINDS = 20;

export type DepositNeeds = {
  readonly amount: Amount;
  readonly prizeAsset: PrizeAsset | null;
  readonly maxFeeLovelace: Lovelace;
  /** The operator's key hash: what is its own pays for nobody's deposit. */
  readonly operator: Hex;
};

/**
 * The outputs of a depositor's that a deposit may spend: a key's own, without datum and script, with few kinds of
 * tokens. Those with none but ADA and prize tokens alone, if they are enough.
 */
export function depositFunding(wallet: readonly TxOutput[], needs: DepositNeeds): TxOutput[] {
  const { amount, prizeAsset, maxFeeLovelace, operator } = needs;
  const prize = prizeAsset ? prizeAssetUnit(prizeAsset) : "";
  const usable = wallet.filter((output) => mayPay(output, operator) && Object.keys(output.assets).length <= MOST_KINDS);
  const plain = usable.filter(({ assets }) => Object.keys(assets).every((unit) => unit === prize));
  const sum = (of: (output: TxOutput) => bigint) => plain.reduce((total, output) => total + of(output), 0n);
  const isEnough =
    sum(({ lovelace }) => lovelace) >= amount.lovelace + maxFeeLovelace + CHANGE_LOVELACE &&
    sum(({ assets }) => assets[prize] ?? 0n) >= amount.tokens;
  return isEnough ? plain : usable;
}
