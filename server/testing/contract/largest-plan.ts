import { buildCommit, buildExpire, buildResume } from "@/server/chain/pool/build-commit";
import { ledgerOfSpend } from "@/server/chain/pool/known-ledger";
import { slotToMs } from "@/server/domain/cardano/slot-clock";
import type { CommitRedeemer } from "@/server/domain/contract/acts";
import { commitText, planOf, resumePlanText } from "@/server/domain/contract/plan-text";
import { signRaw } from "./keys";
import { approvedBy, type Clock, idleDatum, LARGE_SETTINGS, SIXTEEN, spendTerms } from "./largest-terms";
import { ORACLE } from "./pool-terms";
import { deadlineOf, type Largest, largest, payingDatum } from "./sign-largest";

export function commit(clock: Clock): Largest {
  const terms = spendTerms(clock, idleDatum(clock));
  const plan = {
    settings: LARGE_SETTINGS,
    day: terms.pool.datum.lastDay + 1,
    firstCommitment: "66".repeat(32),
    reportHash: "77".repeat(32),
    total: { lovelace: 98_765_432_109n, tokens: 123_456n },
    outputs: 54_321,
    batches: 300,
    deadlineMs: deadlineOf(clock),
  };
  const digest = planOf(plan, terms.pool.datum, terms.script.policyId);
  const redeemer: CommitRedeemer = {
    kind: "commit",
    ...plan,
    oracleSignature: oracleSignature(commitText("propose", plan, digest)),
    approvals: approvedBy(SIXTEEN, commitText("approve", plan, digest)),
  };
  return largest("Commit", buildCommit(terms, redeemer), ledgerOfSpend(terms, clock.nowSlot));
}

export function resume(clock: Clock): Largest {
  const status = {
    kind: "idle",
    left: "88".repeat(32),
    remaining: { lovelace: 98_765_432n, tokens: 123n },
    outputs: 9_876,
  } as const;
  const terms = spendTerms(clock, { ...idleDatum(clock), status });
  const { datum, policyId } = terms.pool;
  const plan = { settings: LARGE_SETTINGS, batches: 300, deadlineMs: deadlineOf(clock) };
  const built = buildResume(terms, {
    kind: "resume",
    ...plan,
    oracleSignature: oracleSignature(resumePlanText("propose", plan, datum, policyId)),
    approvals: approvedBy(SIXTEEN, resumePlanText("approve", plan, datum, policyId)),
  });
  return largest("Resume", built, ledgerOfSpend(terms, clock.nowSlot));
}

export function expire(clock: Clock): Largest {
  const terms = spendTerms(clock, payingDatum(clock, slotToMs(clock.slots, clock.nowSlot - 60)));
  return largest("Expire", buildExpire(terms), ledgerOfSpend(terms, clock.nowSlot));
}

function oracleSignature(text: string): string {
  return signRaw(ORACLE, text).signature;
}
