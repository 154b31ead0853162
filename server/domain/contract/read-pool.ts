import { parseAddress } from "../cardano/address";
import { showRef } from "../cardano/out-ref";
import type { TxOutput } from "../ports";
import type { Hex } from "../units";
import type { Amount } from "./amount";
import { decodeDatum } from "./datum";
import { prizeAssetUnit } from "./pool-assets";
import { stateTokenUnit } from "./state-token";
import type { PoolDatum, PrizeAsset } from "./types";

/** A pool as it stands on chain: its one unspent output, read. */
export type PoolState = {
  readonly output: TxOutput;
  readonly policyId: Hex;
  readonly datum: PoolDatum;
  readonly held: Amount;
};

export type PoolReading =
  | { readonly ok: true; readonly pool: PoolState }
  | { readonly ok: false; readonly problem: string };

/**
 * Reads an output as the pool with this policy id. Authenticity is the state token, at the script's own address
 * without staking part; the address alone proves nothing, anyone can send there.
 */
export function readPool(
  output: TxOutput,
  policyId: Hex,
  prizeAsset: Pick<PrizeAsset, "policyId" | "assetName"> | null,
): PoolReading {
  const refuse = (problem: string): PoolReading => ({
    ok: false,
    problem: `${showRef(output.ref)} is not the pool: ${problem}`,
  });
  const stateToken = stateTokenUnit(policyId);
  if (output.assets[stateToken] !== 1n) return refuse("it does not hold the state token");
  const address = parseAddress(output.address);
  const isOwnAddress =
    !("problem" in address) &&
    address.kind === "enterprise" &&
    address.payment.kind === "script" &&
    address.payment.hash === policyId;
  if (!isOwnAddress) return refuse("it is not at the script's own address without staking part");
  if (output.inlineDatum === null) return refuse("it has no inline datum");
  if (output.referenceScriptHash !== null) return refuse("it carries a reference script");
  const prizeUnit = prizeAsset ? prizeAssetUnit(prizeAsset) : null;
  const strange = Object.keys(output.assets).filter((unit) => unit !== stateToken && unit !== prizeUnit);
  if (strange.length > 0) return refuse(`it holds ${strange.join(", ")}, which a pool may not hold`);
  const tokens = prizeUnit === null ? 0n : (output.assets[prizeUnit] ?? 0n);
  try {
    const datum = decodeDatum(output.inlineDatum);
    return { ok: true, pool: { output, policyId, datum, held: { lovelace: output.lovelace, tokens } } };
  } catch (error) {
    return refuse(`its datum cannot be read: ${(error as Error).message}`);
  }
}
