import { describe, it } from "vitest";
import type { Change } from "@/server/domain/contract/acts";
import { changedSettings } from "@/server/domain/contract/change";
import { hashSettings } from "@/server/domain/contract/settings";
import type { Settings } from "@/server/domain/contract/types";
import { approvalOf } from "@/server/testing/contract/approval-mutants";
import { textOf } from "@/server/testing/contract/changes";
import { signRaw, testKey } from "@/server/testing/contract/keys";
import { MUTANT_FEE } from "@/server/testing/contract/mutant";
import { IDLE, poolIn } from "@/server/testing/contract/mutant-pool";
import { withAct, withDatum, withPoolDatum } from "@/server/testing/contract/mutations";
import { APPROVERS, approver, ORACLE, SETTINGS } from "@/server/testing/contract/pool-terms";
import { expectAccepted, expectRefused } from "@/server/testing/contract/verdicts";
import { draftSpend } from "./draft-spend";

/* Changes that everybody signed, and that would lock the pool or mislead: no quorum may do that to itself. */

const TERMS = { ...poolIn(IDLE), validFromSlot: null };
const HARMLESS: Change = { kind: "setMinGap", minGapMs: 0 };

/** The change, signed by all, into the state that would follow, whatever the settings were before. */
function draftOf(change: Change, settings: Settings = SETTINGS) {
  const act = (one: Change) => {
    const approvals = [0, 1].map((i) => approvalOf(i, textOf(one)));
    return { kind: "updateSettings", settings, change: one, approvals } as const;
  };
  const settingsHash = hashSettings(changedSettings(settings, change));
  const operator = change.kind === "setOperator" ? change.operator : IDLE.operator;
  const maxFeeLovelace = change.kind === "setMaxFee" ? change.maxFeeLovelace : IDLE.maxFeeLovelace;
  const base = draftSpend(TERMS, {
    redeemer: { ...act(HARMLESS), settings: SETTINGS },
    signatories: [],
  })(MUTANT_FEE);
  const before = withPoolDatum({ ...IDLE, settingsHash: hashSettings(settings) })(base);
  const signatories = change.kind === "setOperator" ? [change.operator] : [];
  const after = { ...IDLE, settingsHash, operator, maxFeeLovelace, nonce: IDLE.nonce + 1 };
  return { ...withAct(act(change))(withDatum(after)(before)), signatories };
}

function adding(key = testKey("newcomer"), threshold = 3): Change {
  const change = {
    kind: "addApprover",
    key: key.publicKey,
    threshold,
    consent: { kind: "raw", signature: "" },
  } as const;
  return { ...change, consent: signRaw(key, textOf(change)) };
}

const [FIRST] = APPROVERS.map(({ publicKey }) => publicKey);
const [ZERO, TOO_MANY]: Change[] = [
  { kind: "setThreshold", threshold: 0 },
  { kind: "setThreshold", threshold: 5 },
];

const unsound: [string, Change | undefined, RegExp][] = [
  ["a threshold of nobody", ZERO, /threshold >= 1 \? False/],
  ["a threshold above the approvers", TOO_MANY, /threshold <= count \? False/],
  [
    "dropping to fewer than the threshold",
    { kind: "dropApprover", key: FIRST ?? "", threshold: 4 },
    /threshold <= count \? False/,
  ],
  ["dropping who is none", { kind: "dropApprover", key: ORACLE.publicKey, threshold: 2 }, /expect \[first/],
  ["adding an approver twice", adding(approver(2)), /are_increasing_keys\(approvers\) \? False/],
  ["adding the oracle", adding(ORACLE), /is_in\(approvers, oracle\) \? False/],
  ["adding the operator's key", adding(testKey("operator")), /is_in\(hashes.*operator\) \? False/],
  ["adding beyond the quorum", adding(undefined, 6), /threshold <= count \? False/],
  ["an approver as oracle", oracleOf(approver(1)), /is_in\(approvers, oracle\) \? False/],
  ["the operator as oracle", oracleOf(testKey("operator")), /is_in\(hashes.*operator\) \? False/],
  [
    "an approver as operator",
    { kind: "setOperator", operator: approver(0).hash },
    /is_in\(hashes.*operator\) \? False/,
  ],
  ["the oracle as operator", { kind: "setOperator", operator: ORACLE.hash }, /is_in\(hashes.*operator\) \? False/],
  ["a max_fee too low", { kind: "setMaxFee", maxFeeLovelace: 1_999_999n }, /max_fee >= 2 .*\? False/],
  ["a max_fee too high", { kind: "setMaxFee", maxFeeLovelace: 10_000_001n }, /max_fee <= 10 .*\? False/],
  [
    "a limit that can never pay",
    { kind: "setDailyLimit", limit: { lovelace: 0n, tokens: 5n } },
    /daily_limit\.lovelace > 0 \? False/,
  ],
  ["a gap over half the interval", { kind: "setMinGap", minGapMs: 30_001 }, /min_gap_ms \* 2 <= interval_ms \? False/],
  [
    "a window under an hour",
    { kind: "setWindow", minWindowMs: 60_000, maxWindowMs: 3_659_999 },
    /max_window_ms >= min_window_ms \+ hour_ms \? False/,
  ],
  ["a reserve under 5 ADA", { kind: "setReserve", reserveLovelace: 4_999_999n }, /reserve >= 5 .*\? False/],
  [
    "deposits of nothing",
    { kind: "setMinDeposit", minDeposit: { lovelace: 0n, tokens: 5n } },
    /min_deposit\.lovelace > 0 \? False/,
  ],
  [
    "deposits of no tokens",
    { kind: "setMinDeposit", minDeposit: { lovelace: 5n, tokens: 0n } },
    /min_deposit\.tokens > 0 \? False/,
  ],
];

function oracleOf(key: ReturnType<typeof testKey>): Change {
  const change = { kind: "setOracle", key: key.publicKey, consent: { kind: "raw", signature: "" } } as const;
  return { ...change, consent: signRaw(key, textOf(change)) };
}

describe("a change that everybody signed", () => {
  it("is accepted where it is sound", () => expectAccepted(draftOf(HARMLESS)));

  it.each(unsound)("to %s is refused", (_, change, reason) => {
    if (!change) throw new Error("a change was wanted");
    expectRefused(draftOf(change), reason);
  });

  it.each<[string, Change]>([
    ["a key too short", { ...adding(), key: "12".repeat(31) } as Change],
    ["a key too long", { ...adding(), key: "12".repeat(33) } as Change],
    ["an operator too short", { kind: "setOperator", operator: "12".repeat(27) }],
  ])("to %s is refused, or cannot be signed at all", (_, change) => {
    const draft = { ...draftOf(change), signatories: [] };
    expectRefused(draft, /\? False|[Kk]ey|[Ss]ignature|expect/);
  });
});
