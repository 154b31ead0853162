import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils";
import { askJudge } from "@/server/chain/ledger-rules/ask-judge";
import type { LedgerState } from "@/server/chain/ledger-rules/ledger-state";
import { buildPay } from "@/server/chain/pool/build-pay";
import { ledgerOfSpend } from "@/server/chain/pool/known-ledger";
import type { SpendTerms } from "@/server/chain/pool/spend-terms";
import { type BuiltTransaction, signTransaction } from "@/server/chain/transaction/assemble";
import { BuildError } from "@/server/chain/transaction/build-error";
import { makeAddress } from "@/server/domain/cardano/address";
import { slotToMs } from "@/server/domain/cardano/slot-clock";
import { addAmounts } from "@/server/domain/contract/amount";
import { type CommittedBatch, commitBatches } from "@/server/domain/contract/commitment";
import { payRedeemer } from "@/server/domain/contract/redeemer";
import type { Payout } from "@/server/domain/contract/types";
import { blake2b224 } from "@/server/domain/hash";
import type { ExpectedSpend } from "@/server/domain/verifier/expected";
import { verifyTransaction } from "@/server/domain/verifier/verify";
import { runningOf } from "@/server/services/pool/what-is-expected";
import { baseAddress, signHash } from "./keys";
import { IDLE, poolIn, SHIPPED } from "./mutant-pool";
import { START_SLOT } from "./pool-fixture";
import { KEYS, OPERATOR, PRIZE_ASSET } from "./pool-terms";
import { PARAMETERS, SLOTS, sign } from "./world";

/* A Pay as it is in the middle of a plan: another batch follows, and the pool holds the token too. */

export type RecipientKind = "base" | "enterprise" | "token";

export function recipients(kind: RecipientKind, count: number): Payout[] {
  return Array.from({ length: count }, (_, i) => ({
    address: kind === "enterprise" ? enterpriseAddress(i) : baseAddress(i),
    lovelace: 1_500_000n + BigInt(i),
    tokens: kind === "token" ? 1_000_000n + BigInt(i) : 0n,
  }));
}

function enterpriseAddress(n: number): string {
  const hash = bytesToHex(blake2b224(utf8ToBytes(`enterprise ${n}`)));
  return makeAddress(0, { kind: "key", hash }, null);
}

export type PlannedPay = { readonly terms: SpendTerms; readonly batch: CommittedBatch };

/** `script` may be that of another build, to see what a change of the contract would save. */
export function planPay(kind: RecipientKind, count: number, script = SHIPPED): PlannedPay {
  const payouts = recipients(kind, count);
  const [batch] = commitBatches([payouts, recipients("token", 2)], PRIZE_ASSET);
  if (!batch) throw new Error("a batch was wanted");
  const status = {
    kind: "paying",
    commitment: batch.commitment,
    remaining: addAmounts(batch.total, { lovelace: 5_000_000_000n, tokens: 2_000_000_000n }),
    outputs: count + 1_000,
    deadlineMs: slotToMs(SLOTS, START_SLOT + 600),
  } as const;
  const held = addAmounts(batch.total, { lovelace: 50_000_000_000n, tokens: 5_000_000_000n });
  const terms = poolIn({ ...IDLE, status }, held, script);
  return { terms: { ...terms, validFromSlot: null }, batch };
}

export type FullPay = {
  readonly built: BuiltTransaction;
  readonly signed: string;
  readonly state: LedgerState;
};

export function makePay({ terms, batch }: PlannedPay): FullPay {
  const built = buildPay(terms, batch);
  return { built, signed: sign(built, KEYS), state: ledgerOfSpend(terms, START_SLOT) };
}

/** What the check of its final bytes expects. */
export function expectedPay({ terms, batch }: PlannedPay, { txHash }: Pick<BuiltTransaction, "txHash">): ExpectedSpend {
  const running = runningOf(terms, txHash, START_SLOT);
  const { payouts } = batch;
  return { kind: "spend", ...running, pool: terms.pool.output, redeemer: payRedeemer(batch), payouts };
}

/** What a payout does from the plan to the bytes that are judged; throws where its own verifier finds a fault. */
export function payAndVerify({ terms, batch }: PlannedPay): { buildMs: number; verifyMs: number; signed: string } {
  const start = performance.now();
  const built = buildPay(terms, batch);
  const signed = signTransaction(built.cbor, [signHash(OPERATOR, built.txHash)]);
  const made = performance.now();
  const problems = verifyTransaction(signed, expectedPay({ terms, batch }, built), { signed: true });
  if (problems.length > 0) throw new Error(`a full Pay was refused: ${problems.join("; ")}`);
  return { buildMs: made - start, verifyMs: performance.now() - made, signed };
}

/** Has it judged in the thread that judges what is sent; throws where the ledger would refuse it. */
export async function demandJudged(signed: string, { terms }: PlannedPay): Promise<void> {
  const problems = await askJudge({ kind: "ledger", transaction: signed, state: ledgerOfSpend(terms, START_SLOT) });
  if (problems.length > 0) throw new Error(`a full Pay was refused: ${problems.join("; ")}`);
}

/**
 * The largest number of recipients that can be built with no more than this share of the execution limits, and why one
 * more cannot.
 */
export function mostRecipients(kind: RecipientKind, budgetShare: number): { count: number; why: string } {
  // An output has no less than 35 bytes, so no more than these can fit.
  let [fits, tooMany, why] = [1, Math.ceil(PARAMETERS.maxTxSize / 35), ""];
  while (tooMany - fits > 1) {
    const middle = Math.floor((fits + tooMany) / 2);
    const problem = refusal(kind, middle, budgetShare);
    if (problem === null) fits = middle;
    else [tooMany, why] = [middle, problem];
  }
  return { count: fits, why };
}

function refusal(kind: RecipientKind, count: number, budgetShare: number): string | null {
  const { terms, batch } = planPay(kind, count);
  try {
    const { mem, steps } = buildPay(terms, batch).units;
    const share = Math.max(
      Number(mem) / Number(PARAMETERS.maxTxExMem),
      Number(steps) / Number(PARAMETERS.maxTxExSteps),
    );
    return share < budgetShare ? null : `the script takes ${(share * 100).toFixed(1)} % of the execution limits`;
  } catch (error) {
    if (error instanceof BuildError) return error.message;
    throw error;
  }
}
