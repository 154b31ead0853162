import { toHex } from "../codec/cbor-shape";
import type { Script, ScriptType } from "../codec/types";
import type { KupoPoint, Match } from "./index-of-matches";

export const pointShape = ({ slot, hash }: KupoPoint) => ({ slot_no: slot, header_hash: hash });

/** `asText`: amounts as strings (media type `asset-quantity=string`), else as numbers with all their digits. */
export function matchShape(match: Match, { asText, resolved }: { asText: boolean; resolved: boolean }) {
  const { output, created, spent } = match;
  const quantity = (amount: bigint) => (asText ? amount.toString() : amount);
  const assets = [...output.assets].map(([unit, amount]) => {
    const [policy, name] = [unit.slice(0, 56), unit.slice(56)];
    return [name ? `${policy}.${name}` : policy, quantity(amount)];
  });
  return {
    transaction_index: match.transactionIndex,
    transaction_id: output.ref.txHash,
    output_index: output.ref.index,
    address: output.address.text,
    value: { coins: quantity(output.lovelace), assets: Object.fromEntries(assets) },
    datum_hash: output.datumHash,
    ...(resolved ? { datum: output.inlineDatum ? toHex(output.inlineDatum) : null } : {}),
    ...(output.datumHash ? { datum_type: output.inlineDatum ? "inline" : "hash" } : {}),
    script_hash: output.script?.hash ?? null,
    ...(resolved ? { script: output.script ? scriptShape(output.script) : null } : {}),
    created_at: pointShape(created),
    spent_at: spent && {
      ...pointShape(spent),
      transaction_id: spent.txHash,
      input_index: spent.inputIndex,
      redeemer: spent.redeemer,
    },
  };
}

const LANGUAGES: Readonly<Record<ScriptType, string>> = {
  timelock: "native",
  plutusV1: "plutus:v1",
  plutusV2: "plutus:v2",
  plutusV3: "plutus:v3",
};

export const scriptShape = ({ type, bytes }: Script) => ({ language: LANGUAGES[type], script: toHex(bytes) });
