import type { TxOutput } from "../ports";
import type { AssetUnit } from "../units";

/* Outputs as they are stored: JSON with amounts as decimal strings. */

type StoredAmounts = Readonly<Record<AssetUnit, string>>;

export type StoredOutput = Omit<TxOutput, "lovelace" | "assets"> & {
  readonly lovelace: string;
  readonly assets: StoredAmounts;
};

export function toStoredOutput(output: TxOutput): StoredOutput {
  return { ...output, lovelace: output.lovelace.toString(), assets: toText(output.assets) };
}

export function fromStoredOutput(stored: StoredOutput): TxOutput {
  return { ...stored, lovelace: BigInt(stored.lovelace), assets: fromText(stored.assets) };
}

function toText(amounts: Readonly<Record<AssetUnit, bigint>>): StoredAmounts {
  return Object.fromEntries(Object.entries(amounts).map(([unit, amount]) => [unit, amount.toString()]));
}

function fromText(amounts: StoredAmounts): Record<AssetUnit, bigint> {
  return Object.fromEntries(Object.entries(amounts).map(([unit, amount]) => [unit, BigInt(amount)]));
}
