import { CML } from "@/server/chain/transaction/cml";
import type { Hex, Slot } from "@/server/domain/units";

/**
 * A native script whose signers are plain to see: all of the named keys. `before` and `after` bound the validity
 * interval (Allegra ledger: invalid hereafter, invalid before).
 */
export type NativeScript =
  | { readonly kind: "key"; readonly keyHash: Hex }
  | { readonly kind: "all"; readonly scripts: readonly NativeScript[] }
  | { readonly kind: "before"; readonly slot: Slot }
  | { readonly kind: "after"; readonly slot: Slot };

export function toCmlNativeScript(script: NativeScript): CML.NativeScript {
  switch (script.kind) {
    case "key":
      return CML.NativeScript.new_script_pubkey(CML.Ed25519KeyHash.from_hex(script.keyHash));
    case "all": {
      const list = CML.NativeScriptList.new();
      for (const part of script.scripts) list.add(toCmlNativeScript(part));
      return CML.NativeScript.new_script_all(list);
    }
    case "before":
      return CML.NativeScript.new_script_invalid_hereafter(BigInt(script.slot));
    case "after":
      return CML.NativeScript.new_script_invalid_before(BigInt(script.slot));
  }
}

/** The script's hash: its policy id, and the credential of its address. */
export function nativeScriptHash(script: NativeScript): Hex {
  return toCmlNativeScript(script).hash().to_hex();
}

/** Hashes of the keys that must sign for it. */
export function keysOf(script: NativeScript): Hex[] {
  if (script.kind === "key") return [script.keyHash];
  return script.kind === "all" ? [...new Set(script.scripts.flatMap(keysOf))] : [];
}
