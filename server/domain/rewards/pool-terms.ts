import { keyHashOf } from "../cardano/key-hash";
import type { PoolDatum, Settings } from "../contract/types";
import { compareText } from "../text-order";
import type { Hex, Lovelace } from "../units";

/**
 * What the pool itself says about who is never paid, and how much a day may pay. Everything here is on chain, so that
 * anybody can compare it; the report names what was used.
 */
export type PoolTerms = {
  /** Hashes of the system's own keys and scripts, in order, each once. */
  readonly reserved: readonly Hex[];
  /** The contract's own limit for a day. The rules' limit holds as well. */
  readonly dailyLimitLovelace: Lovelace;
};

/** `scripts`: the hashes of the pool's script and of its governor's. */
export function poolTermsOf(
  scripts: readonly Hex[],
  { operator }: Pick<PoolDatum, "operator">,
  { oracle, approvers, treasury, dailyLimit }: Pick<Settings, "oracle" | "approvers" | "treasury" | "dailyLimit">,
): PoolTerms {
  const keys = [oracle, ...approvers].map(keyHashOf);
  const reserved = [...new Set([...scripts, operator, treasury.hash, ...keys])].sort(compareText);
  return { reserved, dailyLimitLovelace: dailyLimit.lovelace };
}
