import { CML } from "@lucid-evolution/lucid";
import { addressToBytes } from "@/server/domain/cardano/address";
import { assetNameOf, policyIdOf } from "@/server/domain/cardano/asset-unit";
import { showRef } from "@/server/domain/cardano/out-ref";
import type { CostModels, OutRef, TxOutput } from "@/server/domain/ports";
import type { AssetUnit, Hex, Lovelace } from "@/server/domain/units";
import { type Script, scriptByHash } from "./script";

/* Our own shapes to those of CML, the library that writes transaction bytes. */

export { CML };

/** An output that a transaction is to make. Without datum and script it gets the shorter legacy format. */
export type OutputDraft = {
  readonly address: string;
  readonly lovelace: Lovelace;
  readonly assets: Readonly<Record<AssetUnit, bigint>>;
  readonly inlineDatum: Hex | null;
  readonly referenceScript: Script | null;
};

export function toCmlInput(ref: OutRef): CML.TransactionInput {
  return CML.TransactionInput.new(CML.TransactionHash.from_hex(ref.txHash), BigInt(ref.index));
}

export function toCmlInputs(refs: readonly OutRef[]): CML.TransactionInputList {
  const list = CML.TransactionInputList.new();
  for (const ref of refs) list.add(toCmlInput(ref));
  return list;
}

export function toCmlAddress(address: string): CML.Address {
  return CML.Address.from_raw_bytes(addressToBytes(address));
}

/** Assets in the ledger's order, by the bytes of policy and name. */
export function toCmlValue(lovelace: Lovelace, assets: Readonly<Record<AssetUnit, bigint>>): CML.Value {
  const units = Object.keys(assets)
    .filter((unit) => assets[unit] !== 0n)
    .sort();
  if (units.length === 0) return CML.Value.from_coin(lovelace);
  const multi = CML.MultiAsset.new();
  for (const unit of units) {
    const policy = CML.ScriptHash.from_hex(policyIdOf(unit));
    multi.set(policy, CML.AssetName.from_raw_bytes(nameBytes(unit)), assets[unit] ?? 0n);
  }
  return CML.Value.new(lovelace, multi);
}

export function nameBytes(unit: AssetUnit): Uint8Array {
  return Uint8Array.from(Buffer.from(assetNameOf(unit), "hex"));
}

export function toCmlOutput(output: OutputDraft): CML.TransactionOutput {
  const address = toCmlAddress(output.address);
  const value = toCmlValue(output.lovelace, output.assets);
  if (output.inlineDatum === null && output.referenceScript === null) {
    return CML.TransactionOutput.new_alonzo_format_tx_out(CML.AlonzoFormatTxOut.new(address, value));
  }
  const datum = output.inlineDatum
    ? CML.DatumOption.new_datum(CML.PlutusData.from_cbor_hex(output.inlineDatum))
    : undefined;
  const script = output.referenceScript
    ? CML.Script.new_plutus_v3(CML.PlutusV3Script.from_raw_bytes(output.referenceScript.bytes))
    : undefined;
  return CML.TransactionOutput.new(address, value, datum, script);
}

/** An existing output, for the evaluator. `scripts` are all that it may hold. */
export function toCmlResolved(output: TxOutput, scripts: readonly Script[]): CML.TransactionOutput {
  const { referenceScriptHash } = output;
  if (referenceScriptHash === null) return toCmlOutput({ ...output, referenceScript: null });
  const referenceScript = scriptByHash(scripts, referenceScriptHash);
  if (!referenceScript) {
    throw new Error(`the output ${showRef(output.ref)} holds an unknown script`);
  }
  return toCmlOutput({ ...output, referenceScript });
}

export function toCmlCostModels(costModels: CostModels): CML.CostModels {
  const { PlutusV1, PlutusV2, PlutusV3 } = costModels;
  return CML.CostModels.from_json(JSON.stringify({ 0: PlutusV1, 1: PlutusV2, 2: PlutusV3 }));
}
