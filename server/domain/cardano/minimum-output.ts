import type { AssetUnit, Hex, Lovelace } from "../units";
import { addressToBytes } from "./address";
import { assetNameOf, policyIdOf } from "./asset-unit";

/*
 * The least lovelace that an output may hold. The second calculation has a formula of its own on purpose
 * (server/domain/second-calculation/lines.ts): it shares no code with the first.
 */

/**
 * The ledger counts an entry of the UTxO map beside the output's own bytes (Babbage ledger specification,
 * `utxoEntrySize`).
 */
const ENTRY_OVERHEAD_BYTES = 160n;

/** An output without datum and script: how prizes, change and collateral are written. */
export type PlainOutput = {
  readonly address: string;
  readonly lovelace: Lovelace;
  readonly assets?: Readonly<Record<AssetUnit, bigint>>;
};

/** Whether the ledger takes the output: it must hold at least (160 + its bytes) x coinsPerUtxoByte. */
export function isPayableAmount(output: PlainOutput, coinsPerUtxoByte: bigint): boolean {
  return output.lovelace > 0n && output.lovelace >= requiredFor(outputBytes(output), coinsPerUtxoByte);
}

/** The same of an output of lovelace alone, to an address of so many bytes. */
export function isPayableAtAddress(addressBytes: number, lovelace: Lovelace, coinsPerUtxoByte: bigint): boolean {
  return lovelace > 0n && lovelace >= requiredFor(bytesOf(addressBytes, lovelace), coinsPerUtxoByte);
}

/** The least lovelace for an output to this address with these assets. */
export function minimumOutputLovelace(output: Omit<PlainOutput, "lovelace">, coinsPerUtxoByte: bigint): Lovelace {
  return leastLovelace((lovelace) => outputBytes({ ...output, lovelace }), coinsPerUtxoByte);
}

/** The least lovelace for an output of any kind, whose size the caller knows for each amount. */
export function leastLovelace(bytesAt: (lovelace: Lovelace) => number, coinsPerUtxoByte: bigint): Lovelace {
  let lovelace = 1n;
  // The size grows with the amount, so this climbs to the first amount that suffices and stops there.
  for (;;) {
    const required = requiredFor(bytesAt(lovelace), coinsPerUtxoByte);
    if (required <= lovelace) return lovelace;
    lovelace = required;
  }
}

function requiredFor(bytes: number, coinsPerUtxoByte: bigint): Lovelace {
  return coinsPerUtxoByte * (ENTRY_OVERHEAD_BYTES + BigInt(bytes));
}

/** Bytes of the legacy output `[address, value]` (Alonzo to Conway CDDL). */
export function outputBytes({ address, lovelace, assets }: PlainOutput): number {
  return bytesOf(addressToBytes(address).length, lovelace, assets);
}

function bytesOf(addressBytes: number, lovelace: Lovelace, assets: PlainOutput["assets"] = {}): number {
  return 1 + stringBytes(addressBytes) + valueBytes(lovelace, assets);
}

/** `coin`, or `[coin, {policy: {name: quantity}}]`. */
function valueBytes(lovelace: Lovelace, assets: Readonly<Record<AssetUnit, bigint>>): number {
  const held = Object.entries(assets).filter(([, quantity]) => quantity !== 0n);
  if (held.length === 0) return headBytes(lovelace);
  const policies = [...new Set(held.map(([unit]) => policyIdOf(unit)))];
  const namesOf = (policyId: Hex) => held.filter(([unit]) => policyIdOf(unit) === policyId);
  const bytes = [
    1 + headBytes(lovelace) + headBytes(policies.length),
    ...policies.map((id) => stringBytes(id.length / 2) + headBytes(namesOf(id).length)),
    ...held.map(([unit, quantity]) => stringBytes(assetNameOf(unit).length / 2) + headBytes(quantity)),
  ];
  return bytes.reduce((total, part) => total + part);
}

function stringBytes(length: number): number {
  return headBytes(length) + length;
}

/** Bytes of an item's head with its argument in the shortest form (RFC 8949), as `cborHead` writes it. */
function headBytes(argument: bigint | number): number {
  if (argument < 24) return 1;
  if (argument < 2 ** 8) return 2;
  if (argument < 2 ** 16) return 3;
  if (argument < 2 ** 32) return 5;
  if (argument < 2n ** 64n) return 9;
  throw new RangeError(`CBOR: ${argument} does not fit in 64 bits`);
}
