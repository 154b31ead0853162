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
