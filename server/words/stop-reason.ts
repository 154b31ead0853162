import type { AttemptKind } from "../domain/day/attempt-states";
import type { StopReason } from "../domain/day/stop-reason";
import type { RefusedOutput } from "../domain/plan/batches";
import { explainUnpayable } from "../domain/who-may-be-paid";
import { sayAnomaly } from "./anomaly";
import { sayBuildProblem } from "./build-problem";
import { formatAda } from "./format";
import { sayPlanFinding } from "./plan-finding";
import { sayPurpose } from "./purpose";
import { sayContradiction } from "./scan-contradiction";
import { sayDifference, saySecondCalculation } from "./second-calculation";
import { saySource } from "./second-opinion";

/** Why a day is stopped, in whole sentences. */
export function sayStopReason(reason: StopReason | null): string {
  switch (reason?.kind) {
    case undefined:
      return "No reason was recorded.";
    case "by-person":
      return [
        reason.by ? `${reason.by.name} stopped it: “${reason.by.text}”` : "The team stopped it, to look into it.",
        ...(reason.and ? [sayStopReason(reason.and)] : []),
      ].join(" ");
    case "unknown-prize-asset":
      return `The chain source knows no asset ${reason.prizeAsset}, which the rules name as the prize token. Nobody can hold it: correct prizeAsset in the rules.`;
    case "supply-differs":
      return `The tokens that we track sum to ${reason.held}, but the chain source says that ${reason.supply} exist. A transaction is missing, or the source is wrong.`;
    case "sources-differ": {
      const { between } = reason;
      if (between === null)
        return "Two sources of the chain do not say the same about who played or who holds the token.";
      const { first, witness, total } = between;
      return (
        `${saySource(witness)} does not say the same as ${saySource(first)} about the day's plays, holdings or supply: ` +
        `${total === 1 ? "one difference" : `${total} differences`}, which the day's page in the console lists. It goes ` +
        "on by itself once both are asked anew and agree, or as it is once two people release it."
      );
    }
    case "second-calculation": {
      const { second } = reason;
      const [first] = second.kind === "differs" ? second.differences : [];
      return `${saySecondCalculation(second)}${first ? ` First: ${sayDifference(first)}.` : ""}`;
    }
    case "anomalies":
      return reason.anomalies.map(sayAnomaly).join(" ");
    case "unpayable-recipient": {
      const { address, refused } = reason;
      const others = refused > 1 ? ` In all, ${refused} recipients cannot be paid.` : "";
      return `${address} cannot be paid. ${sayUnpayable(reason.reason, reason.lovelace)}${others}`;
    }
    case "plan-checks":
      return reason.failed.map(sayPlanFinding).join(" ");
    case "snapshot-rolled-back":
      return reason.height < reason.snapshotHeight
        ? `A rollback to block ${reason.height} took the snapshot's block ${reason.snapshotHeight}.`
        : `A rollback to the snapshot's block ${reason.height} took the block that showed it to be the day's last.`;
    case "history-read-again":
      return `${sayContradiction(reason.contradiction)} The history is read again from block ${reason.fromHeight}.`;
    case "scan-replaced":
      return `What was read of the chain was replaced by another scan, which differs from block ${reason.fromHeight} on.`;
    case "cannot-build":
      if (reason.batchNo === null) {
        return `The plan cannot be made: ${sayBuildProblem(reason.problem)}. Nothing is signed; release the day once that has changed, and it is planned again.`;
      }
      return (
        `Batch ${reason.batchNo} cannot be paid as things are: ${sayBuildProblem(reason.problem)}. ` +
        "If that passes, release the day and it goes on. Otherwise release it after its deadline, or cancel the plan: what " +
        "is unpaid is then paid by the next day's plan."
      );
    case "machines-differ":
      return (
        `Batch ${reason.batchNo} was tried out before anybody is asked to sign, and another machine does not agree that ` +
        `the contract takes it: ${reason.problems.join("; ")}. One of them does not judge as the ledger does. Nothing is ` +
        "signed; release the day to try again after an update, or close it."
      );
    case "script-failed":
      return `${sayTransaction(reason)} is on chain, but its script failed: only collateral was spent.`;
    case "other-outputs":
      return `${sayTransaction(reason)} is on chain with other outputs than were approved.`;
  }
}

type Ours = { readonly txHash: string; readonly purpose: AttemptKind; readonly batchNo: number };

function sayTransaction({ txHash, purpose, batchNo }: Ours): string {
  return `Transaction ${txHash} (${sayPurpose({ kind: purpose, batchNo })})`;
}

function sayUnpayable(reason: RefusedOutput["reason"], lovelace: string): string {
  return reason === "below-minimum"
    ? `It would get ${formatAda(lovelace)}, less than the ledger takes.`
    : explainUnpayable(reason);
}
