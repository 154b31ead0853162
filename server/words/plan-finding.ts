import type { PlanFinding } from "../domain/plan/findings";
import { formatAda } from "./format";

export function sayPlanFinding(finding: PlanFinding): string {
  switch (finding.check) {
    case "daily-limit":
      return sayDailyLimit(finding);
    case "hourly-limit":
      if (finding.limitLovelace === null) return "No hourly limit set. Batches are sent as soon as they can be.";
      return finding.passed
        ? "Each batch alone is within the hourly limit; batches wait for each other where together they are not."
        : `A batch of ${formatAda(finding.largestLovelace)} could never be sent within the hourly limit of ${formatAda(finding.limitLovelace)}.`;
    case "recipient-cap": {
      const { capLovelace, over, first } = finding;
      if (capLovelace === null) return "No cap set. No recipient's share is limited.";
      return first === null
        ? "Nobody is awarded more than the cap."
        : `${over} are awarded more than the cap of ${formatAda(capLovelace)}: ${first.identity} would get ${formatAda(first.lovelace)}.`;
    }
    case "recipients-are-owed":
      return finding.first === null
        ? "Every output is what its address is owed by the report, and nobody is missing."
        : `${finding.wrong} addresses are missing, not owed, or owed another amount, the first ${finding.first}.`;
    case "batch-count":
      return finding.passed
        ? `It is paid in ${finding.batches} batches. They and the Commit may cost ${formatAda(finding.mostFeesLovelace)} of fees at most, which the Commit sets aside.`
        : `It is cut into ${finding.batches} batches, more than the ${finding.mostBatches} that such a plan may have: each may cost a fee. Raise mostOutputsInBatch in the operations.`;
    case "pool-covers-plan": {
      const [held, needed] = [BigInt(finding.heldLovelace), BigInt(finding.neededLovelace)];
      return finding.passed
        ? `The pool holds ${formatAda(held)}; payouts, fees and reserve need at most ${formatAda(needed)}.`
        : `The pool lacks ${formatAda(needed - held)}: deposit them, or lower the pot.`;
    }
    case "fee-sanity":
      return sayFees(finding);
  }
}

type Finding<Check extends PlanFinding["check"]> = Extract<PlanFinding, { check: Check }>;

function sayDailyLimit({ passed, plannedLovelace, limitLovelace, limitOf }: Finding<"daily-limit">): string {
  const [planned, limit] = [BigInt(plannedLovelace), BigInt(limitLovelace)];
  const whose = `${limitOf === "rules" ? "the rules'" : "the contract's"} daily limit of ${formatAda(limit)}`;
  return passed
    ? `The plan pays ${formatAda(planned)}, within ${whose}.`
    : `The plan pays ${formatAda(planned)}, ${formatAda(planned - limit)} more than ${whose}.`;
}

function sayFees({ passed, batches, simulated, highestLovelace, mostLovelace }: Finding<"fee-sanity">): string {
  const highest = formatAda(highestLovelace);
  if (passed) return `Every batch was simulated; the highest fee is ${highest}.`;
  return simulated === batches
    ? `A fee is zero or above the pool's ${formatAda(mostLovelace)}; the highest is ${highest}.`
    : `${simulated} of ${batches} batches have a simulated fee.`;
}
