import { toHex } from "../codec/cbor-shape";
import type { Output, OutRef } from "../codec/types";
import type { UtxoRecord } from "../ledger/records";

export type Amount = { unit: string; quantity: string };

/** Lovelace first, then the assets. */
export function amountOf(output: Pick<Output, "lovelace" | "assets">): Amount[] {
  const assets = [...output.assets].map(([unit, quantity]) => ({ unit, quantity: quantity.toString() }));
  return [{ unit: "lovelace", quantity: output.lovelace.toString() }, ...assets];
}

/** The sum over outputs; lovelace is always present. */
export function sumAmounts(outputs: readonly Pick<Output, "lovelace" | "assets">[]): Amount[] {
  let lovelace = 0n;
  const assets = new Map<string, bigint>();
  for (const output of outputs) {
    lovelace += output.lovelace;
    for (const [unit, quantity] of output.assets) assets.set(unit, (assets.get(unit) ?? 0n) + quantity);
  }
  return amountOf({ lovelace, assets });
}

export const outputsOf = (records: readonly UtxoRecord[]): Output[] => records.map((record) => record.output);

/** An output's shape, wherever it is shown. */
export function outputShape(output: Output) {
  return {
    address: output.address.text,
    amount: amountOf(output),
    output_index: output.ref.index,
    data_hash: output.datumHash,
    inline_datum: output.inlineDatum ? toHex(output.inlineDatum) : null,
    reference_script_hash: output.script?.hash ?? null,
  };
}

export function inputShape(output: Output, flags: { collateral: boolean; reference: boolean }) {
  return { ...outputShape(output), tx_hash: output.ref.txHash, ...flags };
}

export function refShape(ref: OutRef, address: string | undefined, flags: { collateral: boolean; reference: boolean }) {
  return { ...(address ? { address } : {}), tx_hash: ref.txHash, output_index: ref.index, ...flags };
}
