import { buildCancel, buildClose, buildWithdraw } from "@/server/chain/pool/build-admin";
import { buildDeposit } from "@/server/chain/pool/build-deposit";
import { ledgerOfSpend } from "@/server/chain/pool/known-ledger";
import { cancelText, closeText, depositText, withdrawText } from "@/server/domain/contract/act-text";
import { CHANGES, updateSettings } from "./largest-changes";
import { deployment } from "./largest-deployment";
import { commit, expire, resume } from "./largest-plan";
import {
  approvedBy,
  type Clock,
  fundingOf,
  idleDatum,
  LARGE_AMOUNT,
  LARGE_SETTINGS,
  SIXTEEN,
  spendTerms,
  TEST_CLOCK,
} from "./largest-terms";
import { STRANGER } from "./pool-terms";
import { actOf, deadlineOf, type Largest, largest, payingDatum } from "./sign-largest";

/** The largest transaction of every redeemer but Pay, each by itself, and of these changes; see largest-terms.ts. */
export function largestOfEach(clock: Clock = TEST_CLOCK, changes = CHANGES): Largest[] {
  return [
    ...deployment(clock),
    commit(clock),
    resume(clock),
    expire(clock),
    cancel(clock),
    deposit(clock),
    ...changes.map(([name, change, settings]) => updateSettings(clock, name, change, settings)),
    withdraw(clock),
    close(clock),
  ];
}

function cancel(clock: Clock): Largest {
  const terms = spendTerms(clock, payingDatum(clock, deadlineOf(clock)));
  const approvals = approvedBy(SIXTEEN, cancelText({ ...actOf(terms), plan: terms.pool.datum.plan }));
  const built = buildCancel(terms, { kind: "cancel", settings: LARGE_SETTINGS, approvals });
  return largest("Cancel", built, ledgerOfSpend(terms, clock.nowSlot));
}

function deposit(clock: Clock): Largest {
  const terms = spendTerms(clock, payingDatum(clock, deadlineOf(clock)), {
    lovelace: 9_000_000_000_000_000n,
    tokens: 1_000_000_000_000_000_000n,
  });
  const funding = fundingOf(LARGE_AMOUNT);
  const text = depositText({ ...actOf(terms), amount: LARGE_AMOUNT, prizeAsset: terms.prizeAsset });
  const built = buildDeposit(terms, {
    settings: LARGE_SETTINGS,
    amount: LARGE_AMOUNT,
    funding,
    changeAddress: STRANGER.address,
    approvals: approvedBy(SIXTEEN, text),
  });
  return largest("Deposit", built, ledgerOfSpend(terms, clock.nowSlot, funding));
}

function withdraw(clock: Clock): Largest {
  const terms = spendTerms(clock, idleDatum(clock));
  const text = withdrawText({ ...actOf(terms), amount: LARGE_AMOUNT, prizeAsset: terms.prizeAsset });
  const approvals = approvedBy(SIXTEEN, text);
  const redeemer = { kind: "withdraw", settings: LARGE_SETTINGS, amount: LARGE_AMOUNT, approvals } as const;
  return largest("Withdraw", buildWithdraw(terms, redeemer), ledgerOfSpend(terms, clock.nowSlot));
}

function close(clock: Clock): Largest {
  const status = { kind: "idle", left: "", remaining: { lovelace: 0n, tokens: 0n }, outputs: 0 } as const;
  const terms = spendTerms(clock, { ...idleDatum(clock), status });
  const approvals = approvedBy(SIXTEEN, closeText(actOf(terms)));
  const built = buildClose(terms, { kind: "close", settings: LARGE_SETTINGS, approvals });
  return largest("Close", built, ledgerOfSpend(terms, clock.nowSlot));
}
