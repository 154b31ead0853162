import { makeAddress } from "@/server/domain/cardano/address";
import { slotToMs } from "@/server/domain/cardano/slot-clock";
import { encodeAct } from "@/server/domain/contract/act-codec";
import { isAct, type PoolRedeemer } from "@/server/domain/contract/acts";
import type { Amount } from "@/server/domain/contract/amount";
import { encodeDatum } from "@/server/domain/contract/datum";
import { payoutOutput, poolAssets } from "@/server/domain/contract/pool-assets";
import type { PoolState } from "@/server/domain/contract/read-pool";
import { BURN_REDEEMER, encodeRedeemer } from "@/server/domain/contract/redeemer";
import type { PoolAfter, Successor } from "@/server/domain/contract/spend";
import { maxFeeOf, nextPool } from "@/server/domain/contract/successor";
import type { Payout, PrizeAsset } from "@/server/domain/contract/types";
import type { TxOutput } from "@/server/domain/ports";
import type { Hex, Lovelace, Slot } from "@/server/domain/units";
import { assemble, type BuiltTransaction, type DraftForFee } from "../transaction/assemble";
import { BuildError } from "../transaction/build-error";
import type { OutputDraft } from "../transaction/cml";
import type { RedeemerDraft, TransactionDraft } from "../transaction/draft";
import type { ChainTerms } from "../transaction/evaluate";
import type { ExUnits } from "../transaction/fee";
import { type PoolScript, scriptsOf } from "./script";

/** What every spend of the pool is built from. */
export type SpendTerms = {
  readonly pool: PoolState;
  readonly script: PoolScript;
  readonly prizeAsset: PrizeAsset | null;
  /** The outputs that hold the scripts, at the pool's address without the token. */
  readonly referenceScripts: ReferenceScripts;
  /** All that the governor's reward account holds, mostly nothing. Withdrawn by an act, and the pool's. */
  readonly rewardsLovelace: Lovelace;
  /** ADA only; risked if a script should fail after all. The same one serves chained payouts. */
  readonly collateral: TxOutput;
  readonly chain: ChainTerms;
  readonly validFromSlot: Slot | null;
  /** First slot in which the transaction is no longer valid. */
  readonly validUntilSlot: Slot;
};

export type ReferenceScripts = { readonly pool: TxOutput; readonly governor: TxOutput };

/** A built spend, with the pool that it leaves: the next spend can be built on that before this one landed. */
export type BuiltSpend = BuiltTransaction & { readonly nextPool: PoolState };

/** Ex-units of the draft that is evaluated; the evaluator measures without them. */
export const UNMEASURED: ExUnits = { mem: 0n, steps: 0n };

export type SpendParts = {
  readonly redeemer: PoolRedeemer;
  readonly payouts?: readonly Payout[];
  readonly signatories: readonly Hex[];
};

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
  const built = assemble(
    draftSpend(terms, parts, after),
    scriptsOf(terms.script),
    terms.chain,
    maxFeeLovelace,
  );
  return { built, after: after(built.feeLovelace) };
}

/** The transaction of such a spend, for any fee. */
export function draftSpend(
  terms: SpendTerms,
  parts: SpendParts,
  after = successorByFee(terms, parts),
): DraftForFee {
  const { script, prizeAsset, pool } = terms;
  const payouts = (parts.payouts ?? []).map((payout) => draftPayout(payout, prizeAsset));
  return (feeLovelace) => {
    const { pool: next, toTreasury } = after(feeLovelace);
    return {
      ...draftFrame(terms, parts.redeemer),
      inputs: [pool.output],
      outputs: [
        ...(next ? [poolOutput(script, prizeAsset, next)] : []),
        ...treasuryOutputs(terms, parts.redeemer, toTreasury),
        ...payouts,
      ],
      feeLovelace,
      signatories: parts.signatories,
    };
  };
}

/** What all spends of the pool have in common; an act brings the governor along. */
export function draftFrame(
  terms: SpendTerms,
  redeemer: PoolRedeemer,
): Omit<TransactionDraft, "inputs" | "outputs" | "feeLovelace" | "signatories"> {
  const { script, pool, referenceScripts, rewardsLovelace } = terms;
  const spend: RedeemerDraft = {
    purpose: { kind: "spend", ref: pool.output.ref },
    data: encodeRedeemer(redeemer),
    units: UNMEASURED,
  };
  const frame = {
    referenceInputs: [referenceScripts.pool],
    validFromSlot: terms.validFromSlot,
    validUntilSlot: terms.validUntilSlot,
    mint: {},
    withdrawals: [],
    registrations: [],
    redeemers: [spend],
    collateral: { output: terms.collateral, totalLovelace: 0n },
  };
  if (!isAct(redeemer)) return frame;
  const { account } = script.governor;
  const burn: RedeemerDraft = {
    purpose: { kind: "mint", policyId: script.policyId },
    data: BURN_REDEEMER,
    units: UNMEASURED,
  };
  const judge: RedeemerDraft = {
    purpose: { kind: "reward", account },
    data: encodeAct(redeemer),
    units: UNMEASURED,
  };
  const burns = redeemer.kind === "close";
  return {
    ...frame,
    referenceInputs: [referenceScripts.pool, referenceScripts.governor],
    withdrawals: [{ account, lovelace: rewardsLovelace }],
    mint: burns ? { [script.stateToken]: -1n } : {},
    redeemers: burns ? [spend, burn, judge] : [spend, judge],
  };
}

function treasuryOutputs(
  { script, prizeAsset }: SpendTerms,
  redeemer: PoolRedeemer,
  amount: Amount,
): OutputDraft[] {
  if (redeemer.kind !== "withdraw" && redeemer.kind !== "close") return [];
  const address = makeAddress(script.networkId, redeemer.settings.treasury, null);
  return [draftPayout({ address, ...amount }, prizeAsset)];
}

type Known = Extract<Successor, { ok: true }>;

/**
 * The pool after the redeemer, for any fee up to the highest: it is judged once, at that fee, and what is not
 * spent stays in the pool. Throws a BuildError with the reasons where the contract would refuse it.
 */
function successorByFee(
  terms: SpendTerms,
  { redeemer, payouts = [] }: SpendParts,
): (feeLovelace: Lovelace) => Known {
  const maxFeeLovelace = maxFeeOf(redeemer, terms.pool.datum);
  const atMost = successorOf(terms, redeemer, maxFeeLovelace, { payouts });
  return (feeLovelace) => {
    const spared = (amount: Amount) => ({
      ...amount,
      lovelace: amount.lovelace + maxFeeLovelace - feeLovelace,
    });
    const { pool, toTreasury } = atMost;
    return pool
      ? { ...atMost, pool: { ...pool, held: spared(pool.held) } }
      : { ...atMost, toTreasury: spared(toTreasury) };
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
    rewardsLovelace: isAct(redeemer) ? terms.rewardsLovelace : 0n,
    lowerMs: validFromSlot === null ? null : slotToMs(chain.slots, validFromSlot),
    upperMs: slotToMs(chain.slots, validUntilSlot),
    ...moved,
  });
  if (!outcome.ok)
    throw new BuildError(`this ${redeemer.kind} breaks the contract: ${outcome.problems.join("; ")}`);
  return outcome;
}

export function poolOutput(script: PoolScript, prizeAsset: PrizeAsset | null, after: PoolAfter): OutputDraft {
  return {
    address: script.address,
    lovelace: after.held.lovelace,
    assets: poolAssets(script.policyId, prizeAsset, after.held.tokens),
    inlineDatum: encodeDatum(after.datum),
    referenceScript: null,
  };
}

export function draftPayout(payout: Payout, prizeAsset: PrizeAsset | null): OutputDraft {
  return { ...payoutOutput(payout, prizeAsset), inlineDatum: null, referenceScript: null };
}

/** The pool as it will be when the transaction lands: always its first output. */
export function chainedPool(
  script: PoolScript,
  prizeAsset: PrizeAsset | null,
  txHash: Hex,
  after: PoolAfter,
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
