import { bytesToHex } from "@noble/hashes/utils";
import { CML } from "@/server/chain/transaction/cml";
import { requiredSigners, type TransactionDraft } from "@/server/chain/transaction/draft";
import { writeTransaction } from "@/server/chain/transaction/write-transaction";
import { isSameRef } from "@/server/domain/cardano/out-ref";
import { blake2b256 } from "@/server/domain/hash";
import type { TxOutput } from "@/server/domain/ports";
import type { Hex } from "@/server/domain/units";
import { TRACED } from "./mutant-pool";
import { START_SLOT } from "./pool-fixture";
import { KEYS } from "./pool-terms";
import { ledgerOf, PARAMETERS, sign, submit, type Verdict } from "./world";

/*
 * Mutation of transactions that are valid: one thing is changed, and the ledger must refuse, for the reason
 * meant. The contract is the build with traces, so that its reason can be read.
 */

/** Enough for the fee of the build with traces; every mutant pays it, so that no fee is too small. */
export const MUTANT_FEE = 2_500_000n;
/** For every mutant alike, so that none fails for want of budget. */
const UNITS = { mem: 4_600_000n, steps: 3_300_000_000n };

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
