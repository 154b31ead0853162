import { ceilDivide, compareAmounts } from "../integers";
import type { TxOutput } from "../ports";
import type { Lovelace } from "../units";
import { compareRefs } from "./out-ref";

const HIGHEST_FEE_LOVELACE: Lovelace = 10_000_000n;

/** Enough for any transaction of ours. `percent` is the protocol's collateral percentage, for long 150. */
export function enoughCollateral(percent: number): Lovelace {
  return requiredCollateral(HIGHEST_FEE_LOVELACE, percent);
}

/** Whether an output of a wallet may serve: ADA alone, and enough of it. */
export function isCollateral(output: TxOutput, percent: number): boolean {
  const { lovelace, assets, referenceScriptHash, inlineDatum } = output;
  const isPlain = Object.keys(assets).length === 0 && referenceScriptHash === null && inlineDatum === null;
  return isPlain && lovelace >= enoughCollateral(percent);
}

/**
 * The smallest, so that the rest of the wallet can be spent beside it, and little is at stake; of equal ones the same
 * one every time, so that chained payouts share it.
 */
export function chooseCollateral(wallet: readonly TxOutput[], percent: number): TxOutput | null {
  const fit = wallet.filter((output) => isCollateral(output, percent));
  return fit.sort((a, b) => compareAmounts(a.lovelace, b.lovelace) || compareRefs(a.ref, b.ref))[0] ?? null;
}

/** The collateral that the ledger requires for a fee. `percent` is the protocol's collateral percentage. */
export function requiredCollateral(feeLovelace: Lovelace, percent: number): Lovelace {
  return ceilDivide(feeLovelace * BigInt(percent), 100n);
}

/** What the operator's outputs are worth as collateral. */
export type CollateralVerdict =
  | {
      readonly kind: "there";
      readonly collateral: TxOutput;
      /** How many scripts may fail after all until no output is enough any more, and people have to see to it. */
      readonly bears: number;
    }
  /** There is enough, but in no output that would do: `npm run pool -- collateral` makes one. */
  | { readonly kind: "scattered"; readonly heldLovelace: Lovelace }
  | { readonly kind: "too-little"; readonly heldLovelace: Lovelace };

/** Making one costs a fee, and leaves change that is not under the ledger's minimum. */
const MAKING_LOVELACE: Lovelace = 4_000_000n;

/**
 * Judges what a key's address holds. Of a failed script the ledger takes the percentage of its fee, at most of
 * `maxFeeLovelace`, and gives back the rest as one output.
 */
export function judgeCollateral(
  wallet: readonly TxOutput[],
  percent: number,
  maxFeeLovelace: Lovelace,
): CollateralVerdict {
  const collateral = chooseCollateral(wallet, percent);
  const enough = enoughCollateral(percent);
  if (collateral) {
    const atStake = requiredCollateral(maxFeeLovelace, percent);
    const borne = ({ lovelace }: TxOutput) => Number((lovelace - enough) / (atStake || 1n)) + 1;
    const bears = wallet.filter((output) => isCollateral(output, percent)).reduce((sum, one) => sum + borne(one), 0);
    return { kind: "there", collateral, bears };
  }
  const usable = wallet.filter(({ referenceScriptHash }) => referenceScriptHash === null);
  const heldLovelace = usable.reduce((sum, { lovelace }) => sum + lovelace, 0n);
  return { kind: heldLovelace >= enough + MAKING_LOVELACE ? "scattered" : "too-little", heldLovelace };
}
