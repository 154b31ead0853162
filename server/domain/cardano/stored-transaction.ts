import type { ChainTransaction, OutRef, TxOutput } from "../ports";
import type { AssetUnit } from "../units";

/* Outputs and transactions as they are stored: JSON with amounts as decimal strings. */

type StoredAmounts = Readonly<Record<AssetUnit, string>>;

export type StoredOutput = Omit<TxOutput, "lovelace" | "assets"> & {
  readonly lovelace: string;
  readonly assets: StoredAmounts;
};

/** What follows from the bytes and from validity alone; the block has columns of its own. */
export type StoredTransaction = {
  readonly inputs: readonly OutRef[];
  readonly outputs: readonly StoredOutput[];
  readonly mint: StoredAmounts;
  readonly feeLovelace: string | null;
  readonly withdrawnLovelace: string;
  readonly movesDeposits: boolean;
};

/** The columns beside the body. */
export type StoredPlace = Pick<ChainTransaction, "hash" | "block" | "valid">;

export function toStoredOutput(output: TxOutput): StoredOutput {
  return { ...output, lovelace: output.lovelace.toString(), assets: toText(output.assets) };
}

export function fromStoredOutput(stored: StoredOutput): TxOutput {
  return { ...stored, lovelace: BigInt(stored.lovelace), assets: fromText(stored.assets) };
}

export function toStoredTransaction(tx: ChainTransaction): StoredTransaction {
  return {
    inputs: tx.inputs.map(({ ref }) => ref),
    outputs: tx.outputs.map(toStoredOutput),
    mint: toText(tx.mint),
    feeLovelace: tx.feeLovelace === null ? null : tx.feeLovelace.toString(),
    withdrawnLovelace: tx.withdrawnLovelace.toString(),
    movesDeposits: tx.movesDeposits,
  };
}

/** What its inputs were is not stored with it: null, until somebody who needs it looks. */
export function fromStoredTransaction(place: StoredPlace, stored: StoredTransaction): ChainTransaction {
  return {
    ...place,
    inputs: stored.inputs.map((ref) => ({ ref, output: null })),
    outputs: stored.outputs.map(fromStoredOutput),
    mint: fromText(stored.mint),
    feeLovelace: stored.feeLovelace === null ? null : BigInt(stored.feeLovelace),
    withdrawnLovelace: BigInt(stored.withdrawnLovelace),
    movesDeposits: stored.movesDeposits,
  };
}

function toText(amounts: Readonly<Record<AssetUnit, bigint>>): StoredAmounts {
  return Object.fromEntries(Object.entries(amounts).map(([unit, amount]) => [unit, amount.toString()]));
}

function fromText(amounts: StoredAmounts): Record<AssetUnit, bigint> {
  return Object.fromEntries(Object.entries(amounts).map(([unit, amount]) => [unit, BigInt(amount)]));
}
