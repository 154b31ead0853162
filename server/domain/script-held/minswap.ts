import { sha3_256 } from "@noble/hashes/sha3";
import { bytesToHex, hexToBytes } from "@noble/hashes/utils";
import type { PlutusData } from "../cardano/plutus-data";
import { asBytes, asInt, fieldsOf } from "../contract/shape";
import type { AssetUnit, Hex } from "../units";
import { type Resolver, unknown } from "./resolver";

/** Pools, their NFT ("MSP") and their liquidity tokens, by the policy that authenticates all three on mainnet. */
const POLICY: Hex = "f5808c2c990d86da54bfc97d89cee6efa20cd8461616359478d96b4c";
const POOL_NFT: AssetUnit = `${POLICY}4d5350`;

/** Minswap V2: a pool's reserves belong to its liquidity tokens, each to the same part (its formulas, "Withdraw"). */
export const minswapV2: Resolver = {
  name: "minswap-v2-pool",
  what: "a pool of Minswap V2",
  published: "github.com/minswap/minswap-dex-v2, lib/amm_dex_v2/types.ak, amm-v2-docs and deployed/mainnet/script.json",
  scripts: ["ea07b733d932129c378af627436e7cbc2ef0bf96e0036bb51b3bde6b"],
  resolve({ datum, assets }, asset) {
    // Anybody can send an output with any datum there; only the pool itself has the NFT.
    if (assets[POOL_NFT] !== 1n) return unknown("it has not the token by which a pool is known");
    const [, a, b, totalLiquidity, reserveA, reserveB] = fieldsOf(datum, 0, 10, "a pool");
    const [unitA, unitB] = [unitOf(a), unitOf(b)];
    if (asset !== unitA && asset !== unitB) return unknown("the token is on neither side of the pool");
    const total = asInt(totalLiquidity, "the total liquidity");
    const reserve = asInt(asset === unitA ? reserveA : reserveB, "the reserve");
    if (total <= 0n || reserve < 0n) return unknown("its liquidity is not positive");
    if (reserve > (assets[asset] ?? 0n)) return unknown("its reserve is more than it holds");
    return { kind: "shares", liquidity: `${POLICY}${liquidityName(unitA, unitB)}`, asset: reserve, total };
  },
};

function unitOf(data: PlutusData | undefined): AssetUnit {
  const [policy, name] = fieldsOf(data, 0, 2, "an asset");
  return `${asBytes(policy, "a policy")}${asBytes(name, "a name")}`;
}

/** The name of a pair's liquidity token (compute_lp_asset_name). ADA is the empty unit. */
export function liquidityName(unitA: AssetUnit, unitB: AssetUnit): Hex {
  const hash = (unit: AssetUnit) => bytesToHex(sha3_256(hexToBytes(unit)));
  return bytesToHex(sha3_256(hexToBytes(hash(unitA) + hash(unitB))));
}
