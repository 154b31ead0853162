import { largestOf, sum } from "../bytes";
import type { RewardLine } from "../rewards/reward-line";
import type { Rules } from "../rules/rules";
import type { Identity, Lovelace } from "../units";
import type { PlannedBatch } from "./batches";

/** One check of a plan, passed or not, in words that an administrator can act on. */
export type PlanFinding = {
  readonly check:
    | "daily-limit"
    | "hourly-limit"
    | "recipient-cap"
    | "recipients-are-owed"
    | "pool-covers-plan"
    | "fee-sanity";
  readonly passed: boolean;
  readonly required: string;
  readonly observed: string;
  readonly text: string;
};

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
    checkPool(input),
    checkFees(input),
  ];
}

function checkDailyLimit({ rules, batches, contractDailyLimitLovelace }: PlanCheckInput): PlanFinding {
  const total = totalOf(batches);
  const inRules = rules.dayLimits.totalLovelace;
  const limit = inRules < contractDailyLimitLovelace ? inRules : contractDailyLimitLovelace;
  const whose = limit === inRules ? "the rules' daily limit" : "the contract's daily limit";
  return finding("daily-limit", total <= limit, `at most ${limit}`, `${total}`, [
    `The plan pays ${total} lovelace, within ${whose} of ${limit}.`,
    `The plan pays ${total} lovelace, ${total - limit} more than ${whose} of ${limit}.`,
  ]);
}

function checkHourlyLimit({ rules, batches }: PlanCheckInput): PlanFinding {
  const limit = rules.dayLimits.hourlyLovelace;
  const largest = largestOf(batches.map((batch) => batch.totalLovelace));
  return finding("hourly-limit", limit === null || largest <= limit, `at most ${limit ?? "any"}`, `${largest}`, [
    "Each batch alone is within the hourly limit; batches wait for each other where together they are not.",
    `A batch of ${largest} lovelace could never be sent within the hourly limit of ${limit}.`,
  ]);
}

function checkRecipientCap({ rules, lines }: PlanCheckInput): PlanFinding {
  const cap = rules.perRecipientCapLovelace;
  const earned = new Map<Identity, Lovelace>();
  for (const line of lines) earned.set(line.identity, (earned.get(line.identity) ?? 0n) + line.earnedLovelace);
  const over = [...earned].filter(([, lovelace]) => cap !== null && lovelace > cap);
  const [first] = over;
  return finding("recipient-cap", over.length === 0, `at most ${cap ?? "any"} each`, `${over.length} over it`, [
    "Nobody is awarded more than the cap.",
    `${over.length} are awarded more than the cap of ${cap}: ${first?.[0]} would get ${first?.[1]} lovelace.`,
  ]);
}

/** Every output is a paid line with its exact amount, and every paid line is in the plan. */
function checkRecipientsAreOwed({ lines, batches }: PlanCheckInput): PlanFinding {
  const owed = new Map(lines.flatMap((line) => (line.reason === "paid" ? [[line.address, line.paidLovelace]] : [])));
  const wrong: string[] = [];
  for (const { address, lovelace } of batches.flatMap((batch) => batch.outputs)) {
    if (owed.get(address) !== lovelace) wrong.push(address);
    owed.delete(address);
  }
  wrong.push(...owed.keys());
  return finding("recipients-are-owed", wrong.length === 0, "outputs equal the paid lines", `${wrong.length} differ`, [
    "Every output is what its address is owed by the report, and nobody is missing.",
    `${wrong.length} addresses are missing, not owed, or owed another amount, the first ${wrong[0]}.`,
  ]);
}

/** The pool keeps total + (batches + 2) x max_fee + reserve (contracts/README.md, "Commit"). */
function checkPool(input: PlanCheckInput): PlanFinding {
  const { batches, poolLovelace, reserveLovelace, maximumFeeLovelace } = input;
  const needed = totalOf(batches) + BigInt(batches.length + 2) * maximumFeeLovelace + reserveLovelace;
  return finding("pool-covers-plan", poolLovelace >= needed, `at least ${needed}`, `${poolLovelace}`, [
    `The pool holds ${poolLovelace} lovelace; payouts, fees and reserve need at most ${needed}.`,
    `The pool lacks ${needed - poolLovelace} lovelace: deposit them, or lower the pot.`,
  ]);
}

function checkFees({ batches, maximumFeeLovelace, expectedFeesLovelace }: PlanCheckInput): PlanFinding {
  const all = expectedFeesLovelace.length === batches.length;
  const highest = largestOf(expectedFeesLovelace);
  const sane = all && expectedFeesLovelace.every((fee) => fee > 0n && fee <= maximumFeeLovelace);
  return finding("fee-sanity", sane, `1 to ${maximumFeeLovelace} each`, `${highest} at most`, [
    `Every batch was simulated; the highest fee is ${highest} lovelace.`,
    all
      ? `A fee is not between 1 and the pool's ${maximumFeeLovelace} lovelace; the highest is ${highest}.`
      : `${expectedFeesLovelace.length} of ${batches.length} batches have a simulated fee.`,
  ]);
}

function totalOf(batches: readonly PlannedBatch[]): Lovelace {
  return sum(batches.map((batch) => batch.totalLovelace));
}

function finding(
  check: PlanFinding["check"],
  passed: boolean,
  required: string,
  observed: string,
  [good, bad]: readonly [string, string],
): PlanFinding {
  return { check, passed, required, observed, text: passed ? good : bad };
}
