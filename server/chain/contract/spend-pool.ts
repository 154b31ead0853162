import { encodeDatum } from "@/server/domain/contract/datum";
import { type PoolState, poolAssets, prizeAssetUnit } from "@/server/domain/contract/read-pool";
import { encodeRedeemer } from "@/server/domain/contract/redeemer";
import { slotToMs } from "@/server/domain/contract/slot-clock";
import { nextPool, type Successor } from "@/server/domain/contract/successor";
import type { Amount, Payout, PoolRedeemer, PrizeAsset } from "@/server/domain/contract/types";
import type { TxOutput } from "@/server/domain/ports";
import type { Hex, Lovelace, Slot } from "@/server/domain/units";
import { assemble, type BuiltTransaction, type DraftForFee } from "./assemble";
import { BuildError } from "./build-error";
import type { OutputDraft } from "./cml";
import type { RedeemerDraft, TransactionDraft } from "./draft";
import type { ChainTerms } from "./evaluate";
import type { ExUnits } from "./fee";
import type { PoolScript } from "./script";

/** What every spend of the pool is built from. */
export type SpendTerms = {
  readonly pool: PoolState;
  readonly script: PoolScript;
  readonly prizeAsset: PrizeAsset | null;
  /** The output that holds the script, at the pool's address without the token. */
  readonly referenceScript: TxOutput;
  /** ADA only; risked if a script should fail after all. The same one serves chained payouts. */
  readonly collateral: TxOutput;
  readonly chain: ChainTerms;
  readonly validFromSlot: Slot | null;
  /** First slot in which the transaction is no longer valid. */
  readonly validUntilSlot: Slot;
};

/** A built spend, with the pool that it leaves: the next spend can be built on that before this one landed. */
export type BuiltSpend = BuiltTransaction & { readonly nextPool: PoolState };

/** Ex-units of the draft that is evaluated; the evaluator measures without them. */
export const UNMEASURED: ExUnits = { mem: 0n, steps: 0n };

export type SpendParts = {
  readonly redeemer: PoolRedeemer;
  readonly payouts?: readonly Payout[];
  readonly signatories: readonly Hex[];
  readonly maxFeeLovelace: Lovelace;
};

/**
 * Builds a spend that has the pool as its only input and pays its own fee: Commit, Pay, Resume, Expire, Cancel.
 * Throws a BuildError that names every rule of the contract which it would break.
 */
export function spendPool(terms: SpendTerms, parts: SpendParts): BuiltSpend {
  const { script, prizeAsset } = terms;
  const after = successorByFee(terms, parts);
  const built = assemble(draftSpend(terms, parts, after), script, terms.chain, parts.maxFeeLovelace);
  return { ...built, nextPool: chainedPool(script, prizeAsset, built.txHash, after(built.feeLovelace)) };
}

/** The transaction of such a spend, for any fee. */
export function draftSpend(
  terms: SpendTerms,
  parts: SpendParts,
  after = successorByFee(terms, parts),
): DraftForFee {
  const { script, prizeAsset, pool } = terms;
  const payouts = (parts.payouts ?? []).map((payout) => payoutOutput(payout, prizeAsset));
  return (feeLovelace) => ({
    ...draftFrame(terms),
    inputs: [pool.output],
    outputs: [poolOutput(script, prizeAsset, after(feeLovelace)), ...payouts],
    feeLovelace,
    signatories: parts.signatories,
    redeemers: [spendRedeemer(pool, parts.redeemer)],
  });
}

/** What all spends of the pool have in common. */
export function draftFrame(
  terms: SpendTerms,
): Pick<TransactionDraft, "referenceInputs" | "validFromSlot" | "validUntilSlot" | "mint" | "collateral"> {
  return {
    referenceInputs: [terms.referenceScript],
    validFromSlot: terms.validFromSlot,
    validUntilSlot: terms.validUntilSlot,
    mint: {},
    collateral: { output: terms.collateral, totalLovelace: 0n },
  };
}

export function spendRedeemer(pool: PoolState, redeemer: PoolRedeemer): RedeemerDraft {
  return {
    purpose: { kind: "spend", ref: pool.output.ref },
    data: encodeRedeemer(redeemer),
    units: UNMEASURED,
  };
}

type Known = Extract<Successor, { ok: true }>;

/**
 * The pool after the redeemer, for any fee up to the highest: it is judged once, at that fee, and what is not
 * spent stays in the pool. Throws a BuildError with the reasons where the contract would refuse it.
 */
function successorByFee(
  terms: SpendTerms,
  { redeemer, maxFeeLovelace, payouts = [] }: SpendParts,
): (feeLovelace: Lovelace) => Known {
  const atMost = successorOf(terms, redeemer, maxFeeLovelace, { payouts });
  return (feeLovelace) => {
    const lovelace = atMost.held.lovelace + maxFeeLovelace - feeLovelace;
    return { ...atMost, held: { ...atMost.held, lovelace } };
  };
}

/** The pool after the redeemer, or a BuildError with the reasons. */
export function successorOf(
  terms: SpendTerms,
  redeemer: PoolRedeemer,
  feeLovelace: Lovelace,
  moved: { readonly payouts?: readonly Payout[]; readonly deposit?: Amount },
): Known {
  const { pool, prizeAsset, chain, validFromSlot, validUntilSlot } = terms;
  const outcome = nextPool({
    datum: pool.datum,
    policyId: pool.policyId,
    prizeAsset,
    held: pool.held,
    redeemer,
    feeLovelace,
    lowerMs: validFromSlot === null ? null : slotToMs(chain.slots, validFromSlot),
    upperMs: slotToMs(chain.slots, validUntilSlot),
    ...moved,
  });
  if (!outcome.ok)
    throw new BuildError(`this ${redeemer.kind} breaks the contract: ${outcome.problems.join("; ")}`);
  return outcome;
}

export function poolOutput(
  script: PoolScript,
  prizeAsset: PrizeAsset | null,
  after: Pick<PoolState, "datum" | "held">,
): OutputDraft {
  return {
    address: script.address,
    lovelace: after.held.lovelace,
    assets: poolAssets(script.policyId, prizeAsset, after.held.tokens),
    inlineDatum: encodeDatum(after.datum),
    referenceScript: null,
  };
}

export function payoutOutput(
  { address, lovelace, tokens }: Payout,
  prizeAsset: PrizeAsset | null,
): OutputDraft {
  if (tokens > 0n && !prizeAsset)
    throw new BuildError(`${address} is owed tokens, but the pool has no prize asset`);
  const assets = prizeAsset && tokens > 0n ? { [prizeAssetUnit(prizeAsset)]: tokens } : {};
  return { address, lovelace, assets, inlineDatum: null, referenceScript: null };
}

/** The pool as it will be when the transaction lands: always its first output. */
export function chainedPool(
  script: PoolScript,
  prizeAsset: PrizeAsset | null,
  txHash: Hex,
  after: Pick<PoolState, "datum" | "held">,
): PoolState {
  const { address, lovelace, assets, inlineDatum } = poolOutput(script, prizeAsset, after);
  const output: TxOutput = {
    ref: { txHash, index: 0 },
    address,
    lovelace,
    assets,
    inlineDatum,
    datumHash: null,
    referenceScriptHash: null,
  };
  return { output, policyId: script.policyId, datum: after.datum, held: after.held };
}
