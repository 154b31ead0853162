import { CML } from "@/server/chain/transaction/cml";
import { readCbor } from "@/server/domain/cardano/read-cbor";

export type Found = {
  readonly address: string;
  readonly lovelace: bigint;
  readonly assets: Record<string, bigint>;
  readonly datum: string | null;
};

/** One entry of the ledger's map: input, output. */
export function readEntry(bytes: Uint8Array): Found {
  const item = readCbor(bytes);
  if (item.kind !== "map") throw new Error("a map was wanted");
  const output = item.entries[0]?.[1];
  if (!output) throw new Error("an output was wanted");
  const cml = CML.TransactionOutput.from_cbor_bytes(bytes.slice(output.start, output.end));
  const value: { coin: string; multiasset: Record<string, Record<string, string>> } = JSON.parse(
    cml.amount().to_json(),
  );
  const assets: Record<string, bigint> = {};
  for (const [policy, names] of Object.entries(value.multiasset ?? {}))
    for (const [name, quantity] of Object.entries(names)) assets[policy + name] = BigInt(quantity);
  return {
    address: cml.address().to_bech32(),
    lovelace: BigInt(value.coin),
    assets,
    datum: cml.datum()?.as_datum()?.to_cbor_hex() ?? null,
  };
}
