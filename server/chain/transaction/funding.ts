import { isPayableAmount, minimumOutputLovelace } from "@/server/domain/cardano/minimum-output";
import type { Amount } from "@/server/domain/contract/amount";
import { prizeAssetUnit } from "@/server/domain/contract/pool-assets";
import type { PrizeAsset } from "@/server/domain/contract/types";
import { compareAmounts } from "@/server/domain/integers";
import type { TxOutput } from "@/server/domain/ports";
import type { Lovelace } from "@/server/domain/units";
import { BuildError } from "./build-error";
import type { OutputDraft } from "./cml";

/** Kept back so that the change is never under the ledger's minimum, whatever else it holds. */
export const CHANGE_LOVELACE: Lovelace = 3_000_000n;

/**
 * Outputs of a wallet that cover the amount, the fee and a change output: those with the prize asset first if
 * tokens are needed, else the largest. Throws a BuildError that says what is missing.
 */
export function chooseFunding(
  available: readonly TxOutput[],
  amount: Amount,
  prizeAsset: PrizeAsset | null,
  maxFeeLovelace: Lovelace,
): TxOutput[] {
  const unit = prizeAsset ? prizeAssetUnit(prizeAsset) : "";
  const tokensOf = (output: TxOutput) => output.assets[unit] ?? 0n;
  const needed = amount.lovelace + maxFeeLovelace + CHANGE_LOVELACE;
  const sorted = available
    .filter(({ referenceScriptHash }) => referenceScriptHash === null)
    .sort((a, b) => compareAmounts(b.lovelace, a.lovelace));
  const chosen: TxOutput[] = [];
  const sum = (of: (output: TxOutput) => bigint) => chosen.reduce((total, output) => total + of(output), 0n);
  for (const output of [...sorted].sort((a, b) => compareAmounts(tokensOf(b), tokensOf(a)))) {
    if (sum(tokensOf) >= amount.tokens) break;
    chosen.push(output);
  }
  for (const output of sorted) {
    if (sum(({ lovelace }) => lovelace) >= needed) break;
    if (!chosen.includes(output)) chosen.push(output);
  }
  const [lovelace, tokens] = [sum((output) => output.lovelace), sum(tokensOf)];
  if (lovelace < needed || tokens < amount.tokens) {
    throw new BuildError(
      `the wallet can spend ${lovelace} lovelace and ${tokens} tokens; ${needed} and ${amount.tokens} are needed, fee and change included`,
    );
  }
  return chosen;
}

/** What goes out besides the change, and where the change goes. */
export type Change = {
  readonly amount: Amount;
  readonly prizeAsset: PrizeAsset | null;
  readonly feeLovelace: Lovelace;
  readonly address: string;
  readonly coinsPerUtxoByte: bigint;
};

/** What is left of the inputs after `amount` and the fee, with every other asset they held. */
export function changeOutput(inputs: readonly TxOutput[], change: Change): OutputDraft {
  const { amount, prizeAsset, feeLovelace, address, coinsPerUtxoByte } = change;
  const assets: Record<string, bigint> = {};
  let lovelace = -amount.lovelace - feeLovelace;
  for (const input of inputs) {
    lovelace += input.lovelace;
    for (const [unit, quantity] of Object.entries(input.assets)) assets[unit] = (assets[unit] ?? 0n) + quantity;
  }
  if (prizeAsset && amount.tokens > 0n) {
    const unit = prizeAssetUnit(prizeAsset);
    assets[unit] = (assets[unit] ?? 0n) - amount.tokens;
  }
  const output = { address, lovelace, assets, inlineDatum: null, referenceScript: null };
  if (!isPayableAmount(output, coinsPerUtxoByte)) {
    const minimum = minimumOutputLovelace(output, coinsPerUtxoByte);
    throw new BuildError(`the change would hold ${lovelace} lovelace; the ledger takes no less than ${minimum}`);
  }
  return output;
}
