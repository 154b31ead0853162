import { makeAddress } from "@/server/domain/address";
import { cancelText, depositText, enrolmentText } from "@/server/domain/contract/approval-text";
import { commitBatches, sumPayouts } from "@/server/domain/contract/commitment";
import { commitText, planOf, resumePlanText } from "@/server/domain/contract/plan-text";
import { hashSettings } from "@/server/domain/contract/settings";
import { signCip8, signRaw, type TestKey } from "@/server/domain/contract/testing/keys";
import {
  APPROVERS,
  approver,
  OPERATOR,
  ORACLE,
  PRIZE_ASSET,
  SETTINGS,
  STRANGER,
} from "@/server/domain/contract/testing/pool-terms";
import {
  type CommitRedeemer,
  type Envelope,
  NO_AMOUNT,
  NO_PLAN,
  type PoolDatum,
} from "@/server/domain/contract/types";
import type { Hex } from "@/server/domain/units";

/*
 * Known answers for the contract's own tests: keys, hashes and signatures that this side made. Aiken cannot sign;
 * and a hash that both sides must reach proves that they encode alike. Mirrored in contracts/lib/testing.
 */

const POLICY: Hex = "aa".repeat(28);

/** Two payouts with a staking part, the second with tokens; one without. */
const PAYOUTS = [
  { address: makeAddress(0, key("01"), key("02")), lovelace: 2_000_000n, tokens: 0n },
  { address: makeAddress(0, key("03"), key("04")), lovelace: 3_000_000n, tokens: 7n },
  { address: makeAddress(0, key("05"), null), lovelace: 4_000_000_000n, tokens: 0n },
];

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
  const terms: Omit<CommitRedeemer, "kind" | "oracleSignature" | "approvals"> = {
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
    "//// Made by server/chain/contract/testing/aiken-vectors.ts and kept equal to it by a test: do not edit.\n",
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
    ...signed("enroll_oracle", ORACLE, enrolmentText({ ...enrolment, role: "oracle" })),
    ...APPROVERS.flatMap((approverKey, i) =>
      signed(`enroll_${i}`, approverKey, enrolmentText({ ...enrolment, role: "approver" })),
    ),
  ].join("\n");
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
