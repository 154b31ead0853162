import { changeText } from "@/server/domain/contract/act-text";
import type { Change } from "@/server/domain/contract/acts";
import { signRaw, testKey } from "./keys";
import { IDLE, TRACED } from "./mutant-pool";
import { APPROVERS, SETTINGS, STRANGER } from "./pool-terms";

/* One valid change of every kind, and the same with each of its fields changed. */

export const NEWCOMER = testKey("newcomer");
const OTHER = testKey("another newcomer");
const [FIRST, SECOND] = APPROVERS;
if (!FIRST || !SECOND) throw new Error("two approvers were wanted");

export function textOf(change: Change, nonce = IDLE.nonce): string {
  const { network } = SETTINGS;
  return changeText({ network, policyId: TRACED.policyId, nonce, settings: SETTINGS, change });
}

const NO_CONSENT = { kind: "raw", signature: "" } as const;

function addApprover(key = NEWCOMER, threshold = 3) {
  const change = { kind: "addApprover", key: key.publicKey, threshold, consent: NO_CONSENT } as const;
  return { ...change, consent: signRaw(key, textOf(change)) };
}

function setOracle(key = NEWCOMER) {
  const change = { kind: "setOracle", key: key.publicKey, consent: NO_CONSENT } as const;
  return { ...change, consent: signRaw(key, textOf(change)) };
}

export const WITH_CONSENT = { addApprover: addApprover(), setOracle: setOracle() };

export const CHANGES: readonly { readonly valid: Change; readonly others: readonly Change[] }[] = [
  { valid: addApprover(), others: [addApprover(OTHER), addApprover(NEWCOMER, 2)] },
  {
    valid: { kind: "dropApprover", key: FIRST.publicKey, threshold: 2 },
    others: [
      { kind: "dropApprover", key: SECOND.publicKey, threshold: 2 },
      { kind: "dropApprover", key: FIRST.publicKey, threshold: 1 },
    ],
  },
  { valid: { kind: "setThreshold", threshold: 3 }, others: [{ kind: "setThreshold", threshold: 1 }] },
  { valid: setOracle(), others: [setOracle(OTHER)] },
  {
    valid: { kind: "setOperator", operator: STRANGER.hash },
    others: [{ kind: "setOperator", operator: OTHER.hash }],
  },
  {
    valid: { kind: "setMaxFee", maxFeeLovelace: 4_000_000n },
    others: [{ kind: "setMaxFee", maxFeeLovelace: 10_000_000n }],
  },
  {
    valid: { kind: "setDailyLimit", limit: { lovelace: 7_000_000n, tokens: 9n } },
    others: [
      { kind: "setDailyLimit", limit: { lovelace: 70_000_000n, tokens: 9n } },
      { kind: "setDailyLimit", limit: { lovelace: 7_000_000n, tokens: 90n } },
    ],
  },
  { valid: { kind: "setMinGap", minGapMs: 30_000 }, others: [{ kind: "setMinGap", minGapMs: 0 }] },
  {
    valid: { kind: "setWindow", minWindowMs: 60_000, maxWindowMs: 9_000_000 },
    others: [
      { kind: "setWindow", minWindowMs: 60_001, maxWindowMs: 9_000_000 },
      { kind: "setWindow", minWindowMs: 60_000, maxWindowMs: 9_000_001 },
    ],
  },
  {
    valid: { kind: "setReserve", reserveLovelace: 6_000_000n },
    others: [{ kind: "setReserve", reserveLovelace: 5_000_000n }],
  },
  {
    valid: { kind: "setMinDeposit", minDeposit: { lovelace: 3_000_000n, tokens: 5n } },
    others: [
      { kind: "setMinDeposit", minDeposit: { lovelace: 3_000_001n, tokens: 5n } },
      { kind: "setMinDeposit", minDeposit: { lovelace: 3_000_000n, tokens: 6n } },
    ],
  },
];
