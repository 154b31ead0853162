import type { Change } from "@/server/domain/contract/acts";
import type { Amount } from "@/server/domain/contract/amount";
import type { Envelope, Settings } from "@/server/domain/contract/types";
import type { Hex } from "@/server/domain/units";
import { type TestKey, testKey } from "./keys";
import { approver, OPERATOR, ORACLE, SETTINGS, STRANGER } from "./pool-terms";

/** Who comes new to the pool. */
export const EVE = testKey("eve");
const PLAIN: Settings = { ...SETTINGS, prizeAsset: null };
const ALONE: Settings = { ...SETTINGS, approvers: [approver(0).publicKey], threshold: 1 };
/** Those of SETTINGS first, then keys of whom nobody signs. */
const FIFTEEN: Settings = {
  ...SETTINGS,
  approvers: [...SETTINGS.approvers, ...Array.from({ length: 11 }, (_, i) => `${(0xf0 + i).toString(16)}`.repeat(32))],
};
const FIVE: Settings = { ...SETTINGS, approvers: [...SETTINGS.approvers, STRANGER.publicKey] };
const SIXTEEN: Settings = { ...SETTINGS, approvers: [...FIFTEEN.approvers, "fb".repeat(32)] };

/** The text of a change says nothing about the signature that comes with it. */
const NO_CONSENT: Envelope = { kind: "raw", signature: "" };

type NamedChange = {
  readonly name: string;
  readonly settings?: Settings;
  readonly change: Change;
  /** Whose new key it is. */
  readonly consenting?: TestKey;
};

/** First each change once as it should be, then what is signed well and must be refused all the same. */
export function changes(): NamedChange[] {
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
export const WITHDRAWALS: readonly (readonly [string, Amount])[] = [
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

export function setOracle(newcomer: TestKey): Change {
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
