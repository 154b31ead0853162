import { bytesToHex, hexToBytes } from "@noble/hashes/utils";
import { parseAddress } from "../cardano/address";
import { parseData } from "../cardano/plutus-data";
import { ShapeError } from "../contract/shape";
import { blake2b256 } from "../hash";
import type { TxOutput } from "../ports";
import type { AssetUnit, Hex } from "../units";
import { jpgAsk, jpgSwap } from "./listing";
import { minswapV2 } from "./minswap";
import { type Ownership, type Resolver, unknown } from "./resolver";

/**
 * The contracts that are known. Another one is added here with its test vectors, from what its makers publish. No
 * calculation uses one yet: what a script holds counts for nobody, or for the owner of the script's address where the
 * rules allow the script.
 */
export const RESOLVERS: readonly Resolver[] = [jpgAsk, jpgSwap, minswapV2];

/** The contract of an address, by its payment part; null where it is none of the known ones. */
export function resolverOf(script: Hex): Resolver | null {
  return RESOLVERS.find(({ scripts }) => scripts.includes(script)) ?? null;
}

/**
 * Whose an output's tokens are. Its datum is its own, or one of `datums` whose hash it has, by that hash. What is no
 * known contract's, or not in its form, is `unknown` with the reason.
 */
export function ownershipOf(output: TxOutput, asset: AssetUnit, datums: ReadonlyMap<Hex, Hex> = new Map()): Ownership {
  const parsed = parseAddress(output.address);
  if (!("payment" in parsed) || parsed.payment.kind !== "script") return unknown("no script holds it");
  const resolver = resolverOf(parsed.payment.hash);
  if (!resolver) return unknown("its contract is not known");
  const datum = output.inlineDatum ?? datums.get(output.datumHash ?? "");
  if (datum === undefined) return unknown(output.datumHash ? "its datum has not been seen" : "it has no datum");
  if (!output.inlineDatum && hashOfDatum(datum) !== output.datumHash) return unknown("the datum is of another hash");
  try {
    return resolver.resolve({ ...output, datum: parseData(datum) }, asset);
  } catch (error) {
    return unknown(
      error instanceof ShapeError
        ? `its datum is not in the contract's form: ${error.message}`
        : "its datum cannot be read",
    );
  }
}

const hashOfDatum = (datum: Hex) => bytesToHex(blake2b256(hexToBytes(datum)));

/** What so many liquidity tokens redeem, rounded down. */
export function redeems({ asset, total }: Extract<Ownership, { kind: "shares" }>, liquidity: bigint): bigint {
  return (liquidity * asset) / total;
}
