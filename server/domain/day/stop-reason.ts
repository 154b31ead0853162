import type { RefusedOutput } from "../plan/batches";
import type { BuildProblem } from "../plan/build-problem";
import type { Anomaly, PlanFinding, SecondCalculation } from "../plan/findings";
import type { Contradiction } from "../scan/contradiction";
import type { NamedSource } from "../second-opinion/opinion";
import type { AssetUnit, DecimalText, Height, Hex } from "../units";
import type { AttemptKind } from "./attempt-states";

/** Why a day was stopped, as stored with it. Its sentence: server/words/stop-reason.ts. */
export type StopReason = Readonly<
  /** What somebody wrote who stopped it; null for those who are not to know. */
  | {
      kind: "by-person";
      by: { readonly name: string; readonly text: string } | null;
      /** What else happened while the day was stopped. */
      and: StopReason | null;
    }
  | { kind: "unknown-prize-asset"; prizeAsset: AssetUnit }
  | { kind: "supply-differs"; held: DecimalText; supply: DecimalText }
  /** A source of another kind says something else, row by row in its opinion; null for those who are not to know. */
  | {
      kind: "sources-differ";
      between: { readonly first: NamedSource; readonly witness: NamedSource; readonly total: number } | null;
    }
  | { kind: "second-calculation"; second: Exclude<SecondCalculation, { kind: "agrees" }> }
  | { kind: "anomalies"; anomalies: readonly Anomaly[] }
  | {
      kind: "unpayable-recipient";
      address: string;
      lovelace: DecimalText;
      reason: RefusedOutput["reason"];
      /** How many there are in all. */
      refused: number;
    }
  | { kind: "plan-checks"; failed: readonly PlanFinding[] }
  | { kind: "snapshot-rolled-back"; height: Height; snapshotHeight: Height }
  /** What the snapshot was read from had to be read again. */
  | { kind: "history-read-again"; contradiction: Contradiction; fromHeight: Height }
  /** It was read from books that people have replaced by others, which differ from this height on. */
  | { kind: "scan-replaced"; fromHeight: Height }
  /** A batch of a committed plan, which no other way is left to pay; null: of a plan that is being made. */
  | { kind: "cannot-build"; batchNo: number | null; problem: BuildProblem }
  /** Two machines ran the scripts of a batch that is to be signed, and say different things of it. */
  | { kind: "machines-differ"; batchNo: number; problems: readonly string[] }
  /** A transaction of ours on chain, and what it was for; only a Pay has a batch. */
  | { kind: "script-failed" | "other-outputs"; txHash: Hex; purpose: AttemptKind; batchNo: number }
>;

/** What strangers may read of it: what somebody wrote, and which sources differ, is for the people in the console. */
export function publicReason(reason: StopReason | null): StopReason | null {
  if (reason?.kind === "sources-differ") return { ...reason, between: null };
  return reason?.kind === "by-person" ? { ...reason, by: null, and: publicReason(reason.and) } : reason;
}
