import { expect } from "vitest";
import { buildCancel, buildClose, buildUpdateSettings, buildWithdraw } from "@/server/chain/pool/build-admin";
import { buildCommit, buildExpire, buildResume } from "@/server/chain/pool/build-commit";
import { buildPay } from "@/server/chain/pool/build-pay";
import type { SpendTerms } from "@/server/chain/pool/spend-terms";
import type { BuiltTransaction } from "@/server/chain/transaction/assemble";
import { slotToMs } from "@/server/domain/cardano/slot-clock";
import { closeText, withdrawText } from "@/server/domain/contract/act-text";
import { payRedeemer } from "@/server/domain/contract/redeemer";
import type { PoolDatum } from "@/server/domain/contract/types";
import type { Expected, ExpectedSpend } from "@/server/domain/verifier/expected";
import { runningOf } from "@/server/services/pool/what-is-expected";
import { CHANGES, textOf } from "./changes";
import { IDLE, payingPool, poolIn, TRACED } from "./mutant-pool";
import { START_SLOT, somePayouts } from "./pool-fixture";
import { KEYS, PRIZE_ASSET, SETTINGS } from "./pool-terms";
import { signedPlan, signedResume } from "./signed-plans";
import { approvedBy, BATCH, cancelOf, PAYING } from "./valid-drafts";
import { SLOTS, sign } from "./world";

/* A transaction of every kind as it is built and signed, and what the verifier of final bytes is told of it. */

export type Verified = {
  readonly name: string;
  readonly built: BuiltTransaction;
  readonly signed: string;
  readonly expected: Expected;
};

/** Of what has the pool as its only input, with what it was built from. */
export type VerifiedSpend = Verified & { readonly expected: ExpectedSpend; readonly terms: SpendTerms };

/** What strangers have sent to the governor's account: the next act takes it along. */
export const REWARDS = 7_000_000n;

function spent(
  name: string,
  terms: SpendTerms,
  redeemer: ExpectedSpend["redeemer"],
  built: BuiltTransaction,
): VerifiedSpend {
  const payouts = redeemer.kind === "pay" ? BATCH.payouts : [];
  const running = runningOf(terms, built.txHash, START_SLOT);
  const expected = { kind: "spend", ...running, pool: terms.pool.output, redeemer, payouts } as const;
  return { name, built, signed: sign(built, KEYS), expected, terms };
}

export const termsIn = (datum: PoolDatum, rewards = REWARDS) => poolIn(datum, undefined, TRACED, rewards);
const actIn = (datum: PoolDatum) => ({ network: SETTINGS.network, policyId: TRACED.policyId, nonce: datum.nonce });

export function pay(): VerifiedSpend {
  const terms = { ...termsIn(PAYING), validFromSlot: null };
  return spent("Pay", terms, payRedeemer(BATCH), buildPay(terms, BATCH));
}

export function commit(): VerifiedSpend {
  const terms = termsIn(IDLE);
  const { redeemer } = signedPlan({ pool: terms.pool, script: TRACED }, [somePayouts(3, 0, 5n), somePayouts(2, 3)]);
  return spent("Commit", terms, redeemer, buildCommit(terms, redeemer));
}

export function resume(): VerifiedSpend {
  const { remaining, outputs } = { remaining: { lovelace: 6_000_000n, tokens: 4n }, outputs: 2 };
  const terms = termsIn({
    ...IDLE,
    plan: "99".repeat(32),
    status: { kind: "idle", left: "77".repeat(32), remaining, outputs },
  });
  const redeemer = signedResume(terms.pool);
  return spent("Resume", terms, redeemer, buildResume(terms, redeemer));
}

export function expire(): VerifiedSpend {
  const terms = termsIn(payingPool(slotToMs(SLOTS, START_SLOT - 100)));
  return spent("Expire", terms, { kind: "expire" }, buildExpire(terms));
}

export function cancel(datum: PoolDatum = PAYING): VerifiedSpend {
  const terms = { ...termsIn(datum), validFromSlot: null };
  const redeemer = cancelOf(datum);
  return spent("Cancel", terms, redeemer, buildCancel(terms, redeemer));
}

export function withdraw(): VerifiedSpend {
  const terms = { ...termsIn(IDLE), validFromSlot: null };
  const amount = { lovelace: 40_000_000n, tokens: 9n };
  const approvals = approvedBy(withdrawText({ ...actIn(IDLE), amount, prizeAsset: PRIZE_ASSET }));
  const redeemer = { kind: "withdraw", settings: SETTINGS, amount, approvals } as const;
  return spent("Withdraw", terms, redeemer, buildWithdraw(terms, redeemer));
}

export function close(): VerifiedSpend {
  const terms = { ...termsIn(IDLE), validFromSlot: null };
  const redeemer = { kind: "close", settings: SETTINGS, approvals: approvedBy(closeText(actIn(IDLE))) } as const;
  return spent("Close", terms, redeemer, buildClose(terms, redeemer));
}

/** One of each kind of change. */
export function updates(): VerifiedSpend[] {
  return CHANGES.map(({ valid: change }) => {
    const terms = { ...termsIn(IDLE), validFromSlot: null };
    const redeemer = {
      kind: "updateSettings",
      settings: SETTINGS,
      change,
      approvals: approvedBy(textOf(change)),
    } as const;
    return spent(`UpdateSettings ${change.kind}`, terms, redeemer, buildUpdateSettings(terms, redeemer));
  });
}

/** That a verifier found it, and says so in these words; where it did not, the test shows what it found instead. */
export function expectFound(found: readonly string[], reason: RegExp): void {
  expect(
    found.filter((problem) => reason.test(problem)),
    found.join("\n"),
  ).not.toEqual([]);
}
