import { ceilDivide } from "../integers";
import type { TxOutput } from "../ports";
import type { Lovelace } from "../units";
import { compareRefs } from "./out-ref";

/** Enough for any transaction of ours: collateral is one and a half times a fee of at most 10 ADA. */
export const COLLATERAL_LOVELACE: Lovelace = 15_000_000n;

/** Whether an output of a wallet may serve: ADA alone, and enough of it. */
export function isCollateral({ lovelace, assets, referenceScriptHash, inlineDatum }: TxOutput): boolean {
  const isPlain = Object.keys(assets).length === 0 && referenceScriptHash === null && inlineDatum === null;
  return isPlain && lovelace >= COLLATERAL_LOVELACE;
}

/** The same one every time, so that chained payouts share it. */
export function chooseCollateral(wallet: readonly TxOutput[]): TxOutput | null {
  return wallet.filter(isCollateral).sort((a, b) => compareRefs(a.ref, b.ref))[0] ?? null;
}

/** The collateral that the ledger requires for a fee. `percent` is the protocol's collateral percentage. */
export function requiredCollateral(feeLovelace: Lovelace, percent: number): Lovelace {
  return ceilDivide(feeLovelace * BigInt(percent), 100n);
}
