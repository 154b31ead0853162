import { makeAddress } from "@/server/domain/cardano/address";
import { cancelText, changeText, closeText, depositText, withdrawText } from "@/server/domain/contract/act-text";
import { NO_AMOUNT } from "@/server/domain/contract/amount";
import { enrolmentText } from "@/server/domain/contract/approval-text";
import { commitBatches, sumPayouts } from "@/server/domain/contract/commitment";
import { commitText, planOf, resumePlanText } from "@/server/domain/contract/plan-text";
import { hashSettings } from "@/server/domain/contract/settings";
import { NO_PLAN, type PoolDatum } from "@/server/domain/contract/types";
import type { Hex } from "@/server/domain/units";
import { APPROVERS, approver, OPERATOR, ORACLE, PRIZE_ASSET, SETTINGS, STRANGER } from "./pool-terms";
import { changes, EVE, setOracle, WITHDRAWALS } from "./vector-changes";
import { type PlanTerms, planVariants, resumeVariants } from "./vector-plans";
import { bytes, proposed, quorum, signed, signedCip8 } from "./write-vectors";

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
    ...signedCip8("set_oracle_consent_cip8", EVE, changeText({ ...pool, settings: SETTINGS, change: setOracle(EVE) })),
    ...WITHDRAWALS.map(([name, amount]) => quorum(name, withdrawText({ ...pool, amount, prizeAsset: PRIZE_ASSET }))),
    quorum("close", closeText(pool)),
    quorum("close_another", closeText({ ...pool, policyId: ANOTHER_POLICY })),
    ...signed("enroll_oracle", ORACLE, enrolmentText({ ...enrolment, role: "oracle" })),
    ...APPROVERS.flatMap((approverKey, i) =>
      signed(`enroll_${i}`, approverKey, enrolmentText({ ...enrolment, role: "approver" })),
    ),
  ].join("\n");
}
