import { maxFeeOf } from "@/server/domain/contract/successor";
import { assemble, type BuiltTransaction } from "../transaction/assemble";
import { BuildError } from "../transaction/build-error";
import { chainedPool } from "./draft-outputs";
import { draftSpend } from "./draft-spend";
import { type Known, successorByFee } from "./foresee-spend";
import { scriptsOf } from "./script";
import type { BuiltSpend, SpendParts, SpendTerms } from "./spend-terms";

/**
 * Builds a spend that has the pool as its only input and pays its own fee: all but Deposit and Close. Throws a
 * BuildError that names every rule of the contract which it would break.
 */
export function spendPool(terms: SpendTerms, parts: SpendParts): BuiltSpend {
  const { script, prizeAsset } = terms;
  const { built, after } = buildSpend(terms, parts);
  if (!after.pool) throw new BuildError(`a ${parts.redeemer.kind} leaves no pool`);
  return { ...built, nextPool: chainedPool(script, prizeAsset, built.txHash, after.pool) };
}

/** The same for a Close, which leaves no pool. */
export function closePool(terms: SpendTerms, parts: SpendParts): BuiltTransaction {
  return buildSpend(terms, parts).built;
}

function buildSpend(terms: SpendTerms, parts: SpendParts): { built: BuiltTransaction; after: Known } {
  const after = successorByFee(terms, parts);
  const maxFeeLovelace = maxFeeOf(parts.redeemer, terms.pool.datum);
  const built = assemble(draftSpend(terms, parts, after), scriptsOf(terms.script), terms.chain, maxFeeLovelace);
  return { built, after: after(built.feeLovelace) };
}
