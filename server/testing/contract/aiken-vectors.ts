import { makeAddress } from "@/server/domain/cardano/address";
import {
  cancelText,
  changeText,
  closeText,
  depositText,
  withdrawText,
} from "@/server/domain/contract/act-text";
import type { Change, CommitRedeemer, ResumeRedeemer } from "@/server/domain/contract/acts";
import { type Amount, NO_AMOUNT } from "@/server/domain/contract/amount";
import { enrolmentText } from "@/server/domain/contract/approval-text";
import { commitBatches, sumPayouts } from "@/server/domain/contract/commitment";
import { commitText, planOf, resumePlanText } from "@/server/domain/contract/plan-text";
import { hashSettings } from "@/server/domain/contract/settings";
import { type Envelope, NO_PLAN, type PoolDatum, type Settings } from "@/server/domain/contract/types";
import type { Hex } from "@/server/domain/units";
import { signCip8, signRaw, type TestKey, testKey } from "./keys";
import { APPROVERS, approver, OPERATOR, ORACLE, PRIZE_ASSET, SETTINGS, STRANGER } from "./pool-terms";

/*
 * Known answers for the contract's own tests: keys, hashes and signatures that this side made. Aiken cannot sign;
 * and a hash that both sides must reach proves that they encode alike. Mirrored in contracts/lib/testing.
 */

const POLICY: Hex = "aa".repeat(28);
const ANOTHER_POLICY: Hex = "dd".repeat(28);

/** Two payouts with a staking part, the second with tokens; one without. */
const PAYOUTS = [
  { address: makeAddress(0, key("01"), key("02")), lovelace: 2_000_000n, tokens: 0n },
  { address: makeAddress(0, key("03"), key("04")), lovelace: 3_000_000n, tokens: 7n },
  { address: makeAddress(0, key("05"), null), lovelace: 4_000_000_000n, tokens: 0n },
];

/** Who comes new to the pool. */
const EVE = testKey("eve");
const PLAIN: Settings = { ...SETTINGS, prizeAsset: null };
const ALONE: Settings = { ...SETTINGS, approvers: [approver(0).publicKey], threshold: 1 };
/** Those of SETTINGS first, then keys of whom nobody signs. */
const FIFTEEN: Settings = {
  ...SETTINGS,
  approvers: [
    ...SETTINGS.approvers,
    ...Array.from({ length: 11 }, (_, i) => `${(0xf0 + i).toString(16)}`.repeat(32)),
  ],
};
const FIVE: Settings = { ...SETTINGS, approvers: [...SETTINGS.approvers, STRANGER.publicKey] };
const SIXTEEN: Settings = { ...SETTINGS, approvers: [...FIFTEEN.approvers, "fb".repeat(32)] };

/** The text of a change says nothing about the signature that comes with it. */
const NO_CONSENT: Envelope = { kind: "raw", signature: "" };

const IDLE: PoolDatum = {
  settingsHash: hashSettings(SETTINGS),
  operator: OPERATOR.hash,
  maxFeeLovelace: 3_000_000n,
  nonce: 3,
  plan: NO_PLAN,
  lastDay: 999,
  lastPayoutMs: 0,
  status: { kind: "idle", left: "", remaining: NO_AMOUNT, outputs: 0 },
};

function key(byte: string) {
  return { kind: "key", hash: byte.repeat(28) } as const;
}

/** The text of contracts/lib/testing/vectors.ak. */
export function aikenVectors(): string {
  const batches = commitBatches([PAYOUTS.slice(0, 2), PAYOUTS.slice(2)], PRIZE_ASSET);
  const [first, second] = batches;
  if (!first || !second) throw new Error("two batches were wanted");
  const terms: PlanTerms = {
    settings: SETTINGS,
    day: 1_000,
    firstCommitment: first.commitment,
    reportHash: "77".repeat(32),
    total: sumPayouts(PAYOUTS),
    outputs: 3,
    batches: 2,
    deadlineMs: 61_000_000,
  };
  const plan = planOf(terms, IDLE, POLICY);
  const left = {
    ...IDLE,
    plan,
    lastDay: 1_000,
    status: { kind: "idle", left: second.commitment, remaining: second.total, outputs: 1 },
  } as const;
  const rest = { settings: SETTINGS, batches: 1, deadlineMs: 61_000_000 };
  const pool = { network: SETTINGS.network, policyId: POLICY, nonce: 3 };
  const deposit = { ...pool, amount: { lovelace: 2_000_000n, tokens: 5n }, prizeAsset: PRIZE_ASSET };
  const enrolment = { network: SETTINGS.network, policyId: POLICY, settingsHash: hashSettings(SETTINGS) };
  const agreement = commitText("approve", terms, plan);
  return [
    "//// Made by server/testing/contract/aiken-vectors.ts and kept equal to it by a test: do not edit.\n",
    bytes("operator", OPERATOR.hash),
    bytes("stranger", STRANGER.hash),
    bytes("treasury", SETTINGS.treasury.hash),
    bytes("oracle", ORACLE.publicKey),
    ...APPROVERS.map((approverKey, i) => bytes(`approver_${i}`, approverKey.publicKey)),
    bytes("settings_hash", hashSettings(SETTINGS)),
    bytes("c1", first.commitment),
    bytes("c2", second.commitment),
    bytes("plan", plan),
    ...signed("propose", ORACLE, commitText("propose", terms, plan)),
    bytes("approve_text", Buffer.from(agreement).toString("hex")),
    ...signed("approve_0", approver(0), agreement),
    ...signed("approve_1", approver(1), agreement),
    ...signedCip8("approve_2", approver(2), agreement),
    ...signed("propose_resume", ORACLE, resumePlanText("propose", rest, left, POLICY)),
    ...signed("resume_0", approver(0), resumePlanText("approve", rest, left, POLICY)),
    ...signed("resume_1", approver(1), resumePlanText("approve", rest, left, POLICY)),
    ...signed("cancel_0", approver(0), cancelText({ ...pool, plan })),
    ...signed("cancel_1", approver(1), cancelText({ ...pool, plan })),
    ...signed("deposit_0", approver(0), depositText(deposit)),
    ...signed("deposit_1", approver(1), depositText(deposit)),
    ...planVariants(terms).map(([name, changed]) => {
      const digest = planOf(changed, IDLE, POLICY);
      return proposed(name, commitText("propose", changed, digest), commitText("approve", changed, digest));
    }),
    ...resumeVariants(left, rest).map(([name, from, changed]) =>
      proposed(
        name,
        resumePlanText("propose", changed, from, POLICY),
        resumePlanText("approve", changed, from, POLICY),
      ),
    ),
    bytes("newcomer", EVE.publicKey),
    bytes("newcomer_hash", EVE.hash),
    bytes("operator_key", OPERATOR.publicKey),
    bytes("stranger_key", STRANGER.publicKey),
    ...changes().flatMap(({ name, settings = SETTINGS, change, consenting }) => {
      const text = changeText({ ...pool, settings, change });
      return [quorum(name, text), ...(consenting ? signed(`${name}_consent`, consenting, text) : [])];
    }),
    ...signedCip8(
      "set_oracle_consent_cip8",
      EVE,
      changeText({ ...pool, settings: SETTINGS, change: setOracle(EVE) }),
    ),
    ...WITHDRAWALS.map(([name, amount]) =>
      quorum(name, withdrawText({ ...pool, amount, prizeAsset: PRIZE_ASSET })),
    ),
    quorum("close", closeText(pool)),
    quorum("close_another", closeText({ ...pool, policyId: ANOTHER_POLICY })),
    ...signed("enroll_oracle", ORACLE, enrolmentText({ ...enrolment, role: "oracle" })),
    ...APPROVERS.flatMap((approverKey, i) =>
      signed(`enroll_${i}`, approverKey, enrolmentText({ ...enrolment, role: "approver" })),
    ),
  ].join("\n");
}

type PlanTerms = Omit<CommitRedeemer, "kind" | "oracleSignature" | "approvals">;
type ResumeTerms = Omit<ResumeRedeemer, "kind" | "oracleSignature" | "approvals">;

/** Plans at a limit and past it, each signed well. */
function planVariants(terms: PlanTerms): (readonly [string, PlanTerms])[] {
  const { firstCommitment, reportHash } = terms;
  return [
    ["commit_c1_short", { ...terms, firstCommitment: firstCommitment.slice(2) }],
    ["commit_report_short", { ...terms, reportHash: reportHash.slice(2) }],
    ["commit_batches_none", { ...terms, batches: 0 }],
    ["commit_batches_one", { ...terms, batches: 1 }],
    ["commit_batches_all", { ...terms, batches: 3 }],
    ["commit_batches_above", { ...terms, batches: 4 }],
    ["commit_no_lovelace", { ...terms, total: { lovelace: 0n, tokens: 7n } }],
    ["commit_no_tokens", { ...terms, total: { ...terms.total, tokens: 0n } }],
    ["commit_limit", { ...terms, total: SETTINGS.dailyLimit }],
    ["commit_lovelace_above", { ...terms, total: { lovelace: 5_000_000_001n, tokens: 7n } }],
    ["commit_tokens_above", { ...terms, total: { ...terms.total, tokens: 1_000_001n } }],
    ["commit_deadline_first", { ...terms, deadlineMs: 60_390_000 }],
    ["commit_deadline_early", { ...terms, deadlineMs: 60_389_999 }],
    ["commit_deadline_last", { ...terms, deadlineMs: 64_060_000 }],
    ["commit_deadline_late", { ...terms, deadlineMs: 64_060_001 }],
  ];
}

function resumeVariants(left: PoolDatum, rest: ResumeTerms): (readonly [string, PoolDatum, ResumeTerms])[] {
  const { status } = left;
  return [
    ["resume_nothing_left", { ...left, status: { ...status, kind: "idle", left: "" } }, rest],
    ["resume_batches_none", left, { ...rest, batches: 0 }],
    ["resume_batches_above", left, { ...rest, batches: 2 }],
    ["resume_deadline_first", left, { ...rest, deadlineMs: 60_390_000 }],
    ["resume_deadline_early", left, { ...rest, deadlineMs: 60_389_999 }],
    ["resume_deadline_last", left, { ...rest, deadlineMs: 64_060_000 }],
    ["resume_deadline_late", left, { ...rest, deadlineMs: 64_060_001 }],
  ];
}

type NamedChange = {
  readonly name: string;
  readonly settings?: Settings;
  readonly change: Change;
  /** Whose new key it is. */
  readonly consenting?: TestKey;
};

/** First each change once as it should be, then what is signed well and must be refused all the same. */
function changes(): NamedChange[] {
  return [
    { name: "add_approver", change: addApprover(EVE, 3), consenting: EVE },
    { name: "drop_approver", change: dropApprover(approver(3), 2) },
    { name: "set_threshold", change: { kind: "setThreshold", threshold: 3 } },
    { name: "set_oracle", change: setOracle(EVE), consenting: EVE },
    { name: "set_operator", change: setOperator(EVE.hash) },
    { name: "set_max_fee", change: { kind: "setMaxFee", maxFeeLovelace: 5_000_000n } },
    { name: "set_daily_limit", change: setDailyLimit(6_000_000_000n, 2_000_000n) },
    { name: "set_min_gap", change: { kind: "setMinGap", minGapMs: 10_000 } },
    { name: "set_window", change: { kind: "setWindow", minWindowMs: 60_000, maxWindowMs: 3_660_000 } },
    { name: "set_reserve", change: { kind: "setReserve", reserveLovelace: 6_000_000n } },
    { name: "set_min_deposit", change: setMinDeposit(3_000_000n, 200n) },
    { name: "plain_daily_limit", settings: PLAIN, change: setDailyLimit(6_000_000_000n, 1_000_000n) },
    { name: "plain_min_deposit", settings: PLAIN, change: setMinDeposit(3_000_000n, 100n) },
    { name: "add_sixteenth", settings: FIFTEEN, change: addApprover(EVE, 2), consenting: EVE },
    { name: "add_seventeenth", settings: SIXTEEN, change: addApprover(EVE, 2), consenting: EVE },
    { name: "add_threshold_none", change: addApprover(EVE, 0), consenting: EVE },
    { name: "add_threshold_six", change: addApprover(EVE, 6), consenting: EVE },
    { name: "add_twice", change: addApprover(approver(1), 2), consenting: approver(1) },
    { name: "add_oracle", change: addApprover(ORACLE, 2), consenting: ORACLE },
    { name: "add_operator", change: addApprover(OPERATOR, 2), consenting: OPERATOR },
    { name: "drop_threshold_four", change: dropApprover(approver(3), 4) },
    { name: "drop_threshold_none", change: dropApprover(approver(3), 0) },
    { name: "drop_last", settings: ALONE, change: dropApprover(approver(0), 1) },
    { name: "drop_last_threshold_none", settings: ALONE, change: dropApprover(approver(0), 0) },
    // What the text would be if a key that is not there were passed over: four stay four.
    { name: "drop_stranger", settings: FIVE, change: dropApprover(STRANGER, 2) },
    { name: "threshold_none", change: { kind: "setThreshold", threshold: 0 } },
    { name: "threshold_five", change: { kind: "setThreshold", threshold: 5 } },
    { name: "oracle_approver", change: setOracle(approver(1)), consenting: approver(1) },
    { name: "oracle_operator", change: setOracle(OPERATOR), consenting: OPERATOR },
    { name: "operator_approver", change: setOperator(approver(1).hash) },
    { name: "operator_oracle", change: setOperator(ORACLE.hash) },
    { name: "operator_short", change: setOperator(EVE.hash.slice(2)) },
    { name: "max_fee_low", change: { kind: "setMaxFee", maxFeeLovelace: 1_999_999n } },
    { name: "max_fee_high", change: { kind: "setMaxFee", maxFeeLovelace: 10_000_001n } },
    { name: "daily_limit_none", change: setDailyLimit(0n, 5n) },
    { name: "min_gap_high", change: { kind: "setMinGap", minGapMs: 30_001 } },
    { name: "window_short", change: { kind: "setWindow", minWindowMs: 60_000, maxWindowMs: 3_659_999 } },
    { name: "reserve_low", change: { kind: "setReserve", reserveLovelace: 4_999_999n } },
    { name: "min_deposit_no_lovelace", change: setMinDeposit(0n, 200n) },
    { name: "min_deposit_no_tokens", change: setMinDeposit(3_000_000n, 0n) },
  ];
}

/** The highest that leaves the reserve; one more; none; and a 9, which -1 would print as if it were let through. */
const WITHDRAWALS: readonly (readonly [string, Amount])[] = [
  ["withdraw", { lovelace: 5_000_000_000n, tokens: 6n }],
  ["withdraw_lovelace", { lovelace: 5_000_000_000n, tokens: 0n }],
  ["withdraw_most", { lovelace: 8_994_600_000n, tokens: 5_000n }],
  ["withdraw_too_much", { lovelace: 8_994_600_001n, tokens: 5_000n }],
  ["withdraw_no_lovelace", { lovelace: 0n, tokens: 6n }],
  ["withdraw_nine_tokens", { lovelace: 5_000_000_000n, tokens: 9n }],
];

function addApprover(newcomer: TestKey, threshold: number): Change {
  return { kind: "addApprover", key: newcomer.publicKey, threshold, consent: NO_CONSENT };
}

function dropApprover(leaver: TestKey, threshold: number): Change {
  return { kind: "dropApprover", key: leaver.publicKey, threshold };
}

function setOracle(newcomer: TestKey): Change {
  return { kind: "setOracle", key: newcomer.publicKey, consent: NO_CONSENT };
}

function setOperator(operator: Hex): Change {
  return { kind: "setOperator", operator };
}

function setDailyLimit(lovelace: bigint, tokens: bigint): Change {
  return { kind: "setDailyLimit", limit: { lovelace, tokens } };
}

function setMinDeposit(lovelace: bigint, tokens: bigint): Change {
  return { kind: "setMinDeposit", minDeposit: { lovelace, tokens } };
}

/** The oracle's signature and those of the first two approvers, bare. */
function proposed(name: string, proposal: string, agreement: string): string {
  return list(name, [
    signRaw(ORACLE, proposal),
    signRaw(approver(0), agreement),
    signRaw(approver(1), agreement),
  ]);
}

/** The first two approvers' signatures, bare. */
function quorum(name: string, text: string): string {
  return list(name, [signRaw(approver(0), text), signRaw(approver(1), text)]);
}

function list(name: string, envelopes: readonly Envelope[]): string {
  const signatures = envelopes.map(({ signature }) => `    #"${signature}",\n`);
  return `pub const ${name}: List<ByteArray> =\n  [\n${signatures.join("")}  ]\n`;
}

function signed(name: string, by: TestKey, text: string): string[] {
  return [bytes(name, signRaw(by, text).signature)];
}

function signedCip8(name: string, by: TestKey, text: string): string[] {
  const envelope: Envelope = signCip8(by, text);
  if (envelope.kind !== "cip8") throw new Error("a CIP-8 envelope was wanted");
  return [bytes(`${name}_header`, envelope.protectedHeader), bytes(name, envelope.signature)];
}

function bytes(name: string, hex: Hex): string {
  return `pub const ${name}: ByteArray =\n  #"${hex}"\n`;
}
