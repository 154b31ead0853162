import type { LedgerState } from "@/server/chain/ledger-rules/ledger-state";
import { buildCancel, buildClose, buildUpdateSettings, buildWithdraw } from "@/server/chain/pool/build-admin";
import { buildCommit, buildExpire, buildResume } from "@/server/chain/pool/build-commit";
import { buildDeposit } from "@/server/chain/pool/build-deposit";
import { buildInit } from "@/server/chain/pool/build-init";
import { buildReferenceScripts } from "@/server/chain/pool/build-reference-scripts";
import { knownLedger, ledgerOfSpend } from "@/server/chain/pool/known-ledger";
import { makePoolScript } from "@/server/chain/pool/script";
import type { SpendTerms } from "@/server/chain/pool/spend-terms";
import type { BuiltTransaction } from "@/server/chain/transaction/assemble";
import { slotToMs } from "@/server/domain/cardano/slot-clock";
import { cancelText, changeText, closeText, depositText, withdrawText } from "@/server/domain/contract/act-text";
import type { Change, CommitRedeemer } from "@/server/domain/contract/acts";
import { enrolmentText } from "@/server/domain/contract/approval-text";
import { commitText, planOf, resumePlanText } from "@/server/domain/contract/plan-text";
import { hashSettings } from "@/server/domain/contract/settings";
import type { PoolDatum, Settings } from "@/server/domain/contract/types";
import type { TxOutput } from "@/server/domain/ports";
import { signRaw, testKey } from "./keys";
import {
  approvedBy,
  type Clock,
  fundingOf,
  idleDatum,
  LARGE_AMOUNT,
  LARGE_KEYS,
  LARGE_SETTINGS,
  longEnvelope,
  REWARDS_LOVELACE,
  SIXTEEN,
  settingsWith,
  spendTerms,
  TEST_CLOCK,
} from "./largest-terms";
import { OPERATOR, ORACLE, STRANGER } from "./pool-terms";
import { sign, walletOutput } from "./world";

/** A transaction, signed by all whom it needs, and the ledger that should take it. */
export type Largest = {
  readonly name: string;
  readonly built: BuiltTransaction;
  readonly signed: string;
  readonly state: LedgerState;
};

/** The largest transaction of every redeemer but Pay, each by itself; see largest-terms.ts. */
export function largestOfEach(clock: Clock = TEST_CLOCK): Largest[] {
  return [
    ...deployment(clock),
    commit(clock),
    resume(clock),
    expire(clock),
    cancel(clock),
    deposit(clock),
    ...CHANGES.map(([name, change, settings]) => updateSettings(clock, name, change, settings)),
    withdraw(clock),
    close(clock),
  ];
}

function largest(name: string, built: BuiltTransaction, state: LedgerState): Largest {
  const keys = [...LARGE_KEYS, NEW_OPERATOR];
  return { name, built, signed: sign(built, keys), state };
}

function deployment({ slots, nowSlot }: Clock): Largest[] {
  const [seed, wallet, collateral] = [200_000_000n, 900_000_000_000n, 20_000_000n].map((lovelace) =>
    walletOutput(OPERATOR, lovelace),
  ) as [TxOutput, TxOutput, TxOutput];
  const script = makePoolScript(seed.ref, 0);
  const { chain, referenceScripts } = spendTerms({ slots, nowSlot }, idleDatum({ slots, nowSlot }));
  const common = { script, chain, changeAddress: OPERATOR.address, validUntilSlot: nowSlot + 600 };
  const held = { ...referenceScripts.pool, address: script.address, referenceScriptHash: script.hash };
  const scripts = { pool: held, governor: { ...referenceScripts.governor, address: script.address } };
  const settings = LARGE_SETTINGS;
  const agree = (role: "oracle" | "approver") =>
    enrolmentText({
      network: settings.network,
      role,
      settingsHash: hashSettings(settings),
      policyId: script.policyId,
    });
  const tokens = fundingOf({ lovelace: 0n, tokens: LARGE_AMOUNT.tokens });
  const first = buildReferenceScripts({ ...common, funding: [wallet], opensAccount: true });
  const init = buildInit({
    ...common,
    terms: { settings, operator: OPERATOR.hash, maxFeeLovelace: 10_000_000n },
    oracleConsent: longEnvelope(ORACLE, agree("oracle")),
    approverConsents: SIXTEEN.map((key) => longEnvelope(key, agree("approver"))),
    funding: [wallet, ...tokens],
    referenceScripts: scripts,
    rewardsLovelace: REWARDS_LOVELACE,
    collateral,
    seed,
    deposit: { lovelace: 6_000_000_000n, tokens: LARGE_AMOUNT.tokens },
    validFromSlot: nowSlot - 60,
  });
  const ledger = { chain, nowSlot };
  const outputs = [seed, wallet, collateral, scripts.pool, scripts.governor, ...tokens];
  return [
    largest(
      "reference scripts",
      first,
      knownLedger(script, {
        ...ledger,
        outputs: [wallet],
        account: { isRegistered: false, withdrawableLovelace: 0n },
      }),
    ),
    largest(
      "Init",
      init,
      knownLedger(script, {
        ...ledger,
        outputs,
        account: { isRegistered: true, withdrawableLovelace: REWARDS_LOVELACE },
      }),
    ),
  ];
}

function commit(clock: Clock): Largest {
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

function resume(clock: Clock): Largest {
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

function expire(clock: Clock): Largest {
  const terms = spendTerms(clock, payingDatum(clock, slotToMs(clock.slots, clock.nowSlot - 60)));
  return largest("Expire", buildExpire(terms), ledgerOfSpend(terms, clock.nowSlot));
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

const NEW_OPERATOR = testKey("new operator");
const NEW_ORACLE = testKey("new oracle");
type MakeChange = (text: (change: Change) => string) => Change;

const [LAST] = SIXTEEN.slice(-1) as [(typeof SIXTEEN)[number]];
const UNSIGNED = { kind: "raw", signature: "" } as const;
/** Name, change, and the settings before it. */
const CHANGES: readonly [string, MakeChange, Settings][] = [
  [
    "add approver",
    (text) => {
      const change = { kind: "addApprover", key: LAST.publicKey, threshold: 16, consent: UNSIGNED } as const;
      return { ...change, consent: longEnvelope(LAST, text(change)) };
    },
    settingsWith(SIXTEEN.slice(0, 15)),
  ],
  ["drop approver", () => ({ kind: "dropApprover", key: LAST.publicKey, threshold: 15 }), LARGE_SETTINGS],
  ["set threshold", () => ({ kind: "setThreshold", threshold: 14 }), LARGE_SETTINGS],
  [
    "set oracle",
    (text) => {
      const change = { kind: "setOracle", key: NEW_ORACLE.publicKey, consent: UNSIGNED } as const;
      return { ...change, consent: longEnvelope(NEW_ORACLE, text(change)) };
    },
    LARGE_SETTINGS,
  ],
  ["set operator", () => ({ kind: "setOperator", operator: NEW_OPERATOR.hash }), LARGE_SETTINGS],
  ["set max fee", () => ({ kind: "setMaxFee", maxFeeLovelace: 9_000_000n }), LARGE_SETTINGS],
  ["set daily limit", () => ({ kind: "setDailyLimit", limit: LARGE_AMOUNT }), LARGE_SETTINGS],
  ["set min gap", () => ({ kind: "setMinGap", minGapMs: 29_999 }), LARGE_SETTINGS],
  ["set window", () => ({ kind: "setWindow", minWindowMs: 1_234_567, maxWindowMs: 4_000_000_000_000 }), LARGE_SETTINGS],
  ["set reserve", () => ({ kind: "setReserve", reserveLovelace: 9_000_000_000_000_000n }), LARGE_SETTINGS],
  ["set min deposit", () => ({ kind: "setMinDeposit", minDeposit: LARGE_AMOUNT }), LARGE_SETTINGS],
];

function updateSettings(clock: Clock, name: string, makeChange: MakeChange, settings: Settings): Largest {
  const terms = spendTerms(clock, idleDatum(clock, settings));
  const text = (change: Change) => changeText({ ...actOf(terms), settings, change });
  const change = makeChange(text);
  const signers = SIXTEEN.slice(0, settings.approvers.length);
  const approvals = approvedBy(signers, text(change));
  const built = buildUpdateSettings(terms, { kind: "updateSettings", settings, change, approvals });
  return largest(`UpdateSettings: ${name}`, built, ledgerOfSpend(terms, clock.nowSlot));
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

function payingDatum(clock: Clock, deadlineMs: number): PoolDatum {
  const status = {
    kind: "paying",
    commitment: "55".repeat(32),
    remaining: LARGE_AMOUNT,
    outputs: 2_000_000_000,
    deadlineMs,
  } as const;
  return { ...idleDatum(clock), status };
}

function deadlineOf({ slots, nowSlot }: Clock): number {
  return slotToMs(slots, nowSlot + 4_000);
}

function actOf({ pool }: SpendTerms) {
  return { network: LARGE_SETTINGS.network, policyId: pool.policyId, nonce: pool.datum.nonce };
}

function oracleSignature(text: string): string {
  return signRaw(ORACLE, text).signature;
}
