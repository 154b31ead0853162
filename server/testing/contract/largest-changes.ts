import { buildUpdateSettings } from "@/server/chain/pool/build-admin";
import { ledgerOfSpend } from "@/server/chain/pool/known-ledger";
import { changeText } from "@/server/domain/contract/act-text";
import type { Change } from "@/server/domain/contract/acts";
import type { Settings } from "@/server/domain/contract/types";
import { testKey } from "./keys";
import {
  approvedBy,
  type Clock,
  idleDatum,
  LARGE_AMOUNT,
  LARGE_SETTINGS,
  longEnvelope,
  SIXTEEN,
  settingsWith,
  spendTerms,
} from "./largest-terms";
import { actOf, type Largest, largest, NEW_OPERATOR } from "./sign-largest";

const NEW_ORACLE = testKey("new oracle");
type MakeChange = (text: (change: Change) => string) => Change;

const [LAST] = SIXTEEN.slice(-1) as [(typeof SIXTEEN)[number]];
const UNSIGNED = { kind: "raw", signature: "" } as const;
/** Name, change, and the settings before it. */
export const CHANGES: readonly [string, MakeChange, Settings][] = [
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

export function updateSettings(clock: Clock, name: string, makeChange: MakeChange, settings: Settings): Largest {
  const terms = spendTerms(clock, idleDatum(clock, settings));
  const text = (change: Change) => changeText({ ...actOf(terms), settings, change });
  const change = makeChange(text);
  const signers = SIXTEEN.slice(0, settings.approvers.length);
  const approvals = approvedBy(signers, text(change));
  const built = buildUpdateSettings(terms, { kind: "updateSettings", settings, change, approvals });
  return largest(`UpdateSettings: ${name}`, built, ledgerOfSpend(terms, clock.nowSlot));
}
