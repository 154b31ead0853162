import type { ChainTransaction, TxOutput } from "../ports";

/*
 * Outputs and transactions as they are stored: JSON with amounts as decimal strings.
 */

type StoredOutput = Omit<TxOutput, "lovelace" | "assets"> & {
  readonly lovelace: string;
  readonly assets: Readonly<Record<string, string>>;
};

export type StoredTransaction = Omit<ChainTransaction, "inputs" | "outputs"> & {
  readonly inputs: readonly StoredOutput[];
  readonly outputs: readonly StoredOutput[];
};

export function toStoredOutput(output: TxOutput): StoredOutput {
  const assets = Object.fromEntries(Object.entries(output.assets).map(([unit, amount]) => [unit, amount.toString()]));
  return { ...output, lovelace: output.lovelace.toString(), assets };
}

export function fromStoredOutput(stored: StoredOutput): TxOutput {
  const assets = Object.fromEntries(Object.entries(stored.assets).map(([unit, amount]) => [unit, BigInt(amount)]));
  return { ...stored, lovelace: BigInt(stored.lovelace), assets };
}

export function toStoredTransaction(tx: ChainTransaction): StoredTransaction {
  return { ...tx, inputs: tx.inputs.map(toStoredOutput), outputs: tx.outputs.map(toStoredOutput) };
}

export function fromStoredTransaction(stored: StoredTransaction): ChainTransaction {
  return {
    ...stored,
    inputs: stored.inputs.map(fromStoredOutput),
    outputs: stored.outputs.map(fromStoredOutput),
  };
}
