import { bytesToHex } from "@noble/hashes/utils";
import tracedBlueprint from "@/contracts/plutus.traced.json";
import { makePoolScript } from "@/server/chain/pool/script";
import type { SpendTerms } from "@/server/chain/pool/spend-terms";
import { CML, type OutputDraft } from "@/server/chain/transaction/cml";
import { requiredSigners, type TransactionDraft } from "@/server/chain/transaction/draft";
import type { Script } from "@/server/chain/transaction/script";
import { writeTransaction } from "@/server/chain/transaction/write-transaction";
import { isSameRef } from "@/server/domain/cardano/out-ref";
import { slotToMs } from "@/server/domain/cardano/slot-clock";
import { encodeAct } from "@/server/domain/contract/act-codec";
import type { InitAct, PoolAct } from "@/server/domain/contract/acts";
import { type Amount, NO_AMOUNT } from "@/server/domain/contract/amount";
import { encodeDatum } from "@/server/domain/contract/datum";
import { poolAssets } from "@/server/domain/contract/pool-assets";
import type { PoolState } from "@/server/domain/contract/read-pool";
import { hashSettings } from "@/server/domain/contract/settings";
import { NO_PLAN, type PoolDatum } from "@/server/domain/contract/types";
import { blake2b256 } from "@/server/domain/hash";
import type { TxOutput } from "@/server/domain/ports";
import type { Hex } from "@/server/domain/units";
import { START_SLOT } from "./pool-fixture";
import { INTERVAL_MS, KEYS, OPERATOR, PRIZE_ASSET, SETTINGS, TERMS } from "./pool-terms";
import { CHAIN_TERMS, ledgerOf, PARAMETERS, SLOTS, sign, submit, type Verdict, walletOutput } from "./world";

/*
 * Mutation of transactions that are valid: one thing is changed, and the ledger must refuse, for the reason
 * meant. The contract is the build with traces, so that its reason can be read.
 */

/** Enough for the fee of the build with traces; every mutant pays it, so that no fee is too small. */
export const MUTANT_FEE = 2_500_000n;
/** For every mutant alike, so that none fails for want of budget. */
const UNITS = { mem: 4_600_000n, steps: 3_300_000_000n };

/** The build that is deployed, and the one that says why it refuses. */
export const SHIPPED = makePoolScript(walletOutput(OPERATOR, 1n).ref, 0);
export const TRACED = makePoolScript(walletOutput(OPERATOR, 1n).ref, 0, tracedBlueprint);
/** Day of the chain's clock at START_SLOT, the last that may be committed then being the one before. */
export const TODAY = Math.floor(slotToMs(SLOTS, START_SLOT) / INTERVAL_MS);

export const IDLE: PoolDatum = {
  settingsHash: hashSettings(SETTINGS),
  operator: OPERATOR.hash,
  maxFeeLovelace: TERMS.maxFeeLovelace,
  nonce: 3,
  plan: NO_PLAN,
  lastDay: TODAY - 2,
  lastPayoutMs: slotToMs(SLOTS, START_SLOT - 300),
  status: { kind: "idle", left: "", remaining: NO_AMOUNT, outputs: 0 },
};

/** A pool that pays a plan: two outputs are left. */
export function payingPool(deadlineMs: number): PoolDatum {
  return {
    ...IDLE,
    plan: "99".repeat(32),
    status: {
      kind: "paying",
      commitment: "77".repeat(32),
      remaining: { lovelace: 6_000_000n, tokens: 4n },
      outputs: 2,
      deadlineMs,
    },
  };
}

/** A pool in some state, with all that a spend needs, at START_SLOT. */
export function poolIn(
  datum: PoolDatum,
  held: Amount = { lovelace: 9_000_000_000n, tokens: 5_000_000n },
  script = TRACED,
  rewardsLovelace = 0n,
): SpendTerms {
  const at = { ...walletOutput(OPERATOR, held.lovelace), address: script.address };
  const assets = poolAssets(script.policyId, PRIZE_ASSET, held.tokens);
  const output: TxOutput = { ...at, assets, inlineDatum: encodeDatum(datum) };
  const pool: PoolState = { output, policyId: script.policyId, datum, held };
  const holding = (held: Script): TxOutput => ({
    ...walletOutput(OPERATOR, 100_000_000n),
    address: script.address,
    referenceScriptHash: held.hash,
  });
  return {
    pool,
    script,
    prizeAsset: PRIZE_ASSET,
    referenceScripts: { pool: holding(script), governor: holding(script.governor) },
    rewardsLovelace,
    collateral: walletOutput(OPERATOR, 20_000_000n),
    chain: CHAIN_TERMS,
    validFromSlot: START_SLOT - 20,
    validUntilSlot: START_SLOT + 60,
  };
}

/**
 * A draft with what no transaction of ours ever has: `alter` changes body and witnesses after they are written, and
 * before they are signed.
 */
export type TestDraft = TransactionDraft & {
  readonly alter?: (body: CML.TransactionBody, witnesses: CML.TransactionWitnessSet) => void;
  readonly isWithoutUpperBound?: boolean;
  /** What the governor's account holds, where it is not what the draft withdraws; null where there is no account. */
  readonly accountLovelace?: bigint | null;
  /** Says of itself that its scripts fail: then only the collateral is taken. */
  readonly isMarkedFailing?: boolean;
};
export type Mutation = (draft: TestDraft) => TestDraft;

/**
 * Submits the draft as it is, signed by everybody whom it needs, to a ledger where the governor's account holds what
 * the draft withdraws. `extra` are outputs that exist besides.
 */
export function tryDraft(draft: TestDraft, extra: readonly TxOutput[] = []): Verdict {
  const { accountLovelace } = draft;
  const withdrawn = draft.withdrawals.find(({ account }) => account === TRACED.governor.account)?.lovelace;
  const holds = accountLovelace === undefined ? (withdrawn ?? 0n) : accountLovelace;
  return submit(ledgerOf([...knownTo(draft), ...extra], TRACED, START_SLOT, holds), signedDraft(draft));
}

/** The final bytes of the draft, signed by everybody whom it needs. */
export function signedDraft(draft: TestDraft): Hex {
  const collateral = draft.collateral && {
    output: draft.collateral.output,
    totalLovelace: (draft.feeLovelace * 3n) / 2n + 1n,
  };
  const redeemers = draft.redeemers.map((redeemer) => ({ ...redeemer, units: UNITS }));
  const complete = { ...draft, collateral, redeemers };
  const written = writeTransaction(complete, PARAMETERS.costModels);
  const [body, witnesses] = [
    draft.isWithoutUpperBound ? withoutTtl(written.body()) : written.body(),
    written.witness_set(),
  ];
  draft.alter?.(body, witnesses);
  const transaction = CML.Transaction.new(body, witnesses, true);
  const signed = sign(
    {
      cbor: transaction.to_cbor_hex(),
      txHash: bytesToHex(blake2b256(body.to_cbor_bytes())),
      requiredSigners: requiredSigners(complete),
    },
    KEYS,
  );
  return draft.isMarkedFailing ? signed.replace(/f5f6$/, "f4f6") : signed;
}

/** A body can be given fields, but never be rid of one. */
function withoutTtl(body: CML.TransactionBody): CML.TransactionBody {
  const { ttl: _, ...fields } = JSON.parse(body.to_json());
  return CML.TransactionBody.from_json(JSON.stringify(fields));
}

/** Every output that the draft names, each once. */
export function knownTo(draft: TransactionDraft): TxOutput[] {
  const all = [...draft.inputs, ...draft.referenceInputs, ...(draft.collateral ? [draft.collateral.output] : [])];
  return all.filter(({ ref }, i) => all.findIndex((other) => isSameRef(other.ref, ref)) === i);
}

/** What the ledger or the contract said, in one text. */
export function reasonOf({ error, logs }: Verdict): string {
  return `${error} ${logs.join(" ")}`;
}

/** Changes one output. */
export function withOutput(index: number, change: (output: OutputDraft) => Partial<OutputDraft>): Mutation {
  return (draft) => ({
    ...draft,
    outputs: draft.outputs.map((output, i) => (i === index ? { ...output, ...change(output) } : output)),
  });
}

/** Moves lovelace between two outputs, so that the transaction still balances. */
export function moveLovelace(from: number, to: number, lovelace: bigint): Mutation {
  return (draft) =>
    withOutput(to, (output) => ({ lovelace: output.lovelace + lovelace }))(
      withOutput(from, (output) => ({ lovelace: output.lovelace - lovelace }))(draft),
    );
}

/** Gives the governor another act to judge. */
export function withAct(act: PoolAct | InitAct): Mutation {
  return (draft) => ({
    ...draft,
    redeemers: draft.redeemers.map((redeemer) =>
      redeemer.purpose.kind === "reward" ? { ...redeemer, data: encodeAct(act) } : redeemer,
    ),
  });
}

/** Gives the pool another datum than the contract wants. */
export function withDatum(datum: PoolDatum): Mutation {
  return withOutput(0, () => ({ inlineDatum: encodeDatum(datum) }));
}

/** The pool as if it had been in another state before. */
export function withPoolDatum(datum: PoolDatum): Mutation {
  return (draft) => ({
    ...draft,
    inputs: draft.inputs.map((input) =>
      input.inlineDatum === null ? input : { ...input, inlineDatum: encodeDatum(datum) },
    ),
  });
}
