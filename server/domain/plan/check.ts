import { mostFeesOf } from "../contract/spend";
import { largestOf, sum } from "../integers";
import type { RewardLine } from "../rewards/reward-line";
import type { Rules } from "../rules/rules";
import type { Identity, Lovelace } from "../units";
import { mostBatches } from "./batch-count";
import type { PlannedBatch } from "./batches";
import type { PlanFinding } from "./findings";

export type PlanCheckInput = {
  readonly rules: Rules;
  readonly lines: readonly RewardLine[];
  readonly batches: readonly PlannedBatch[];
  /** The chain's own limit for a day. The lower of it and the rules' limit holds. */
  readonly contractDailyLimitLovelace: Lovelace;
  readonly poolLovelace: Lovelace;
  readonly reserveLovelace: Lovelace;
  /** The most that one transaction may cost the pool (the datum's max_fee). */
  readonly maximumFeeLovelace: Lovelace;
  /** Expected fee of each batch, as simulated, in their order. */
  readonly expectedFeesLovelace: readonly Lovelace[];
};

/** Runs every check, even after one has failed: the person who decides should see all of them. */
export function checkPlan(input: PlanCheckInput): PlanFinding[] {
  return [
    checkDailyLimit(input),
    checkHourlyLimit(input),
    checkRecipientCap(input),
    checkRecipientsAreOwed(input),
    checkBatchCount(input),
    checkPool(input),
    checkFees(input),
  ];
}

function checkDailyLimit({ rules, batches, contractDailyLimitLovelace }: PlanCheckInput): PlanFinding {
  const total = totalOf(batches);
  const inRules = rules.dayLimits.totalLovelace;
  const limit = inRules < contractDailyLimitLovelace ? inRules : contractDailyLimitLovelace;
  return {
    check: "daily-limit",
    passed: total <= limit,
    plannedLovelace: `${total}`,
    limitLovelace: `${limit}`,
    limitOf: limit === inRules ? "rules" : "contract",
  };
}

function checkHourlyLimit({ rules, batches }: PlanCheckInput): PlanFinding {
  const limit = rules.dayLimits.hourlyLovelace;
  const largest = largestOf(batches.map((batch) => batch.totalLovelace));
  return {
    check: "hourly-limit",
    passed: limit === null || largest <= limit,
    largestLovelace: `${largest}`,
    limitLovelace: limit === null ? null : `${limit}`,
  };
}

function checkRecipientCap({ rules, lines }: PlanCheckInput): PlanFinding {
  const cap = rules.perRecipientCapLovelace;
  const earned = new Map<Identity, Lovelace>();
  for (const line of lines) earned.set(line.identity, (earned.get(line.identity) ?? 0n) + line.earnedLovelace);
  const over = [...earned].filter(([, lovelace]) => cap !== null && lovelace > cap);
  const [first] = over;
  return {
    check: "recipient-cap",
    passed: over.length === 0,
    capLovelace: cap === null ? null : `${cap}`,
    over: over.length,
    first: first ? { identity: first[0], lovelace: `${first[1]}` } : null,
  };
}

/** Every output is a paid line with its exact amount, and every paid line is in the plan. */
function checkRecipientsAreOwed({ lines, batches }: PlanCheckInput): PlanFinding {
  const owed = new Map(
    lines.flatMap((line) => (line.reason === "payable" ? [[line.address, line.payoutLovelace]] : [])),
  );
  const wrong: string[] = [];
  for (const { address, lovelace } of batches.flatMap((batch) => batch.outputs)) {
    if (owed.get(address) !== lovelace) wrong.push(address);
    owed.delete(address);
  }
  wrong.push(...owed.keys());
  return {
    check: "recipients-are-owed",
    passed: wrong.length === 0,
    wrong: wrong.length,
    first: wrong[0] ?? null,
  };
}

/** Of the lines, not of the batches: it does not rely on what cut them. */
function checkBatchCount({ rules, lines, batches, maximumFeeLovelace }: PlanCheckInput): PlanFinding {
  const paid = lines.filter(({ payoutLovelace }) => payoutLovelace > 0n);
  const most = mostBatches({
    recipients: paid.length,
    totalLovelace: sum(paid.map(({ payoutLovelace }) => payoutLovelace)),
    hourlyLovelace: rules.dayLimits.hourlyLovelace,
  });
  return {
    check: "batch-count",
    passed: batches.length <= most,
    batches: batches.length,
    mostBatches: most,
    mostFeesLovelace: `${BigInt(batches.length + 1) * maximumFeeLovelace}`,
  };
}

/** The pool keeps total + (batches + 2) x max_fee + reserve (contracts/README.md, "Commit"). */
function checkPool(input: PlanCheckInput): PlanFinding {
  const { batches, poolLovelace, reserveLovelace, maximumFeeLovelace } = input;
  const needed = totalOf(batches) + mostFeesOf(batches.length, maximumFeeLovelace) + reserveLovelace;
  return {
    check: "pool-covers-plan",
    passed: poolLovelace >= needed,
    heldLovelace: `${poolLovelace}`,
    neededLovelace: `${needed}`,
  };
}

function checkFees({ batches, maximumFeeLovelace, expectedFeesLovelace }: PlanCheckInput): PlanFinding {
  const all = expectedFeesLovelace.length === batches.length;
  return {
    check: "fee-sanity",
    passed: all && expectedFeesLovelace.every((fee) => fee > 0n && fee <= maximumFeeLovelace),
    batches: batches.length,
    simulated: expectedFeesLovelace.length,
    highestLovelace: `${largestOf(expectedFeesLovelace)}`,
    mostLovelace: `${maximumFeeLovelace}`,
  };
}

function totalOf(batches: readonly PlannedBatch[]): Lovelace {
  return sum(batches.map((batch) => batch.totalLovelace));
}
