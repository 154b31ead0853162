import { CML } from "@lucid-evolution/lucid";
import { addressToBytes } from "@/server/domain/cardano/address";
import { assetNameOf, policyIdOf } from "@/server/domain/cardano/asset-unit";
import { showRef } from "@/server/domain/cardano/out-ref";
import type { CostModels, OutRef, TxOutput } from "@/server/domain/ports";
import type { AssetUnit, Hex, Lovelace } from "@/server/domain/units";
import { type Script, scriptByHash } from "./script";

/* Our own shapes to those of CML, the library that writes transaction bytes. */

export { CML };

type Freeable = { free(): void };
let made: Freeable[] | null = null;

/**
 * Frees what `own` was given in `work` once it is over. CML's objects are in WebAssembly's memory, which the garbage
 * collector frees late, and not at all while a plan of many batches is measured without a pause.
 */
export function freeingCml<T>(work: () => T): T {
  const outer = made;
  const own: Freeable[] = [];
  made = own;
  try {
    return work();
  } finally {
    made = outer;
    for (const object of own) if (isHeld(object)) object.free();
  }
}

/** Notes an object of CML for `freeingCml`; outside of it the object is the caller's. */
export function own<T extends Freeable>(object: T): T {
  made?.push(object);
  return object;
}

/** False of an object that another one has taken over, as optional arguments are. */
function isHeld(object: Freeable): boolean {
  return (object as { __wbg_ptr?: number }).__wbg_ptr !== 0;
}

/** An output that a transaction is to make. Without datum and script it gets the shorter legacy format. */
export type OutputDraft = {
  readonly address: string;
  readonly lovelace: Lovelace;
  readonly assets: Readonly<Record<AssetUnit, bigint>>;
  readonly inlineDatum: Hex | null;
  readonly referenceScript: Script | null;
};

export function toCmlInput(ref: OutRef): CML.TransactionInput {
  return own(CML.TransactionInput.new(own(CML.TransactionHash.from_hex(ref.txHash)), BigInt(ref.index)));
}

export function toCmlInputs(refs: readonly OutRef[]): CML.TransactionInputList {
  const list = own(CML.TransactionInputList.new());
  for (const ref of refs) list.add(toCmlInput(ref));
  return list;
}

export function toCmlAddress(address: string): CML.Address {
  return own(CML.Address.from_raw_bytes(addressToBytes(address)));
}

/** Assets in the ledger's order, by the bytes of policy and name. */
export function toCmlValue(lovelace: Lovelace, assets: Readonly<Record<AssetUnit, bigint>>): CML.Value {
  const units = Object.keys(assets)
    .filter((unit) => assets[unit] !== 0n)
    .sort();
  if (units.length === 0) return own(CML.Value.from_coin(lovelace));
  const multi = own(CML.MultiAsset.new());
  for (const unit of units) {
    const policy = own(CML.ScriptHash.from_hex(policyIdOf(unit)));
    multi.set(policy, own(CML.AssetName.from_raw_bytes(nameBytes(unit))), assets[unit] ?? 0n);
  }
  return own(CML.Value.new(lovelace, multi));
}

export function nameBytes(unit: AssetUnit): Uint8Array {
  return Uint8Array.from(Buffer.from(assetNameOf(unit), "hex"));
}

export function toCmlOutput(output: OutputDraft): CML.TransactionOutput {
  const address = toCmlAddress(output.address);
  const value = toCmlValue(output.lovelace, output.assets);
  if (output.inlineDatum === null && output.referenceScript === null) {
    return own(CML.TransactionOutput.new_alonzo_format_tx_out(own(CML.AlonzoFormatTxOut.new(address, value))));
  }
  const datum = output.inlineDatum
    ? own(CML.DatumOption.new_datum(own(CML.PlutusData.from_cbor_hex(output.inlineDatum))))
    : undefined;
  const script = output.referenceScript
    ? own(CML.Script.new_plutus_v3(own(CML.PlutusV3Script.from_raw_bytes(output.referenceScript.bytes))))
    : undefined;
  return own(CML.TransactionOutput.new(address, value, datum, script));
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
  return own(CML.CostModels.from_json(JSON.stringify({ 0: PlutusV1, 1: PlutusV2, 2: PlutusV3 })));
}
