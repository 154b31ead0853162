import { parseAddressKey } from "../cardano/address";
import { InvariantError } from "../invariant";
import { unless } from "../problems";
import type { RewardLine } from "../rewards/reward-line";
import { assertRewards } from "../rewards/totals";
import { hashRules } from "../rules/rules";
import type { Hex } from "../units";
import { isReserved, reservedOf } from "../who-may-be-paid";
import { checkBatches } from "./check-batches";
import type { Manifest } from "./manifest";
import { growTree } from "./merkle";
import { differs, listProblems, type ProblemList } from "./problem-list";
import { type KeyedRows, type ReportRows, ROW_KINDS, type Section } from "./rows";

/** What a manifest says before its parts are known. */
export type Stated = Omit<Manifest, Section | "linesRoot">;

export type RowChecks = {
  /** Takes the rows of the next part. */
  readonly take: { readonly [S in Section]: (part: RowsOf<S>) => void };
  /** What did not add up, and the Merkle root of the lines. */
  readonly end: () => { readonly problems: readonly string[]; readonly linesRoot: Hex };
};

/** `first` is the number of the first in its section. */
export type RowsOf<S extends Section> = KeyedRows<ReportRows[S]> & { readonly first: number };

/**
 * Adds a whole report up again, part by part, and keeps nothing but sums: lines against totals, tokens against the
 * supply, batches and their commitments against the payable lines, the Merkle root, the rules' hash, the order, and
 * that nothing is to be paid that had to be held back. Whether the lines are right only a calculation can tell.
 * `neverPaid` are hashes of keys and scripts beside those that the report reserves.
 */
export function startChecks(stated: Stated, neverPaid: readonly Hex[] = []): RowChecks {
  const problems = listProblems();
  const { rules, rulesHash, totals } = stated;
  const tree = growTree();
  const order = checkOrder(problems);
  const lines = checkLines(stated, neverPaid, problems);
  const held = { refused: 0n, unresolved: 0n };
  problems.add(...differs("the rules' hash", hashRules(rules), rulesHash));
  return {
    take: {
      lines: (part) => {
        order("lines", part);
        lines.take(part);
        for (const text of part.texts) tree.add(text);
      },
      refused: (part) => {
        order("refused", part);
        for (const { quantity } of part.rows) held.refused += quantity;
      },
      unresolved: (part) => {
        order("unresolved", part);
        for (const { quantity } of part.rows) held.unresolved += quantity;
      },
    },
    end: () => {
      lines.end();
      problems.add(
        ...differs("the refused quantity", held.refused, totals.refusedQuantity),
        ...differs("the unresolved quantity", held.unresolved, totals.unresolvedQuantity),
      );
      return { problems: problems.all(), linesRoot: tree.root() };
    },
  };
}

/** Across the borders of parts as well. */
function checkOrder(problems: ProblemList) {
  // The key of an address without bytes is the empty text.
  const last: Record<Section, string | null> = { lines: null, refused: null, unresolved: null };
  return <S extends Section>(section: S, { first, keys }: RowsOf<S>): void => {
    const { order } = ROW_KINDS[section];
    for (const [index, now] of keys.entries()) {
      const before = last[section];
      if (now === null || (before !== null && now <= before)) {
        const what = `row ${first + index} of the ${section}`;
        problems.add(
          now === null
            ? `${what} has no address`
            : `${what} is out of order or listed twice: they are sorted by ${order}`,
        );
        return;
      }
      last[section] = now;
    }
  };
}

/** The sums of the lines, what they are to be paid, and by which batch. */
function checkLines(stated: Stated, neverPaid: readonly Hex[], problems: ProblemList) {
  const { rules, poolTerms, poolPolicyId, totals, declared } = stated;
  const { totalLovelace, hourlyLovelace } = rules.dayLimits;
  const reserved = reservedOf(rules, [...poolTerms.reserved, poolPolicyId, ...neverPaid]);
  const batches = checkBatches(stated, problems);
  const sums = { opening: 0n, earned: 0n, payout: 0n, carried: 0n, quantity: 0n, recipients: 0 };
  const add = (line: RewardLine, key: Hex) => {
    const { address, payoutLovelace } = line;
    sums.opening += line.openingLovelace;
    sums.earned += line.earnedLovelace;
    sums.payout += payoutLovelace;
    sums.carried += line.carriedLovelace;
    sums.quantity += line.quantity;
    if (line.reason === "day-closed" && declared.closing === null) {
      problems.add(`${address} is held back because people closed the day, and nobody did`);
    }
    if (payoutLovelace === 0n) return;
    if (declared.closing !== null) problems.add(`${address} is to be paid, and people closed the day`);
    sums.recipients++;
    batches.pay(address, payoutLovelace);
    if (isReserved(parseAddressKey(key), reserved)) problems.add(`${address} is the system's own, and is to be paid`);
    if (hourlyLovelace !== null && payoutLovelace > hourlyLovelace) {
      problems.add(`${address} is to be paid more than the hour's limit of ${hourlyLovelace}`);
    }
  };
  return {
    take: ({ rows, keys }: RowsOf<"lines">) => {
      problems.add(...rewardProblems(rows, stated));
      for (const [index, line] of rows.entries()) add(line, keys[index] ?? "");
    },
    end: () => {
      const to = (limit: bigint) =>
        unless(
          totals.payoutLovelace <= limit,
          `${totals.payoutLovelace} lovelace are to be paid, more than the limit of ${limit}`,
        );
      problems.add(
        ...rewardProblems([], stated),
        ...differs("openingLovelace of the lines", sums.opening, totals.openingLovelace),
        ...differs("earnedLovelace of the lines", sums.earned, totals.awardedLovelace),
        ...differs("payoutLovelace of the lines", sums.payout, totals.payoutLovelace),
        ...differs("carriedLovelace of the lines", sums.carried, totals.carriedLovelace),
        ...differs("the lines' quantity", sums.quantity, totals.eligibleQuantity),
        ...differs("payable lines", sums.recipients, totals.recipients),
        ...to(totalLovelace),
        ...to(poolTerms.dailyLimitLovelace),
      );
      batches.end();
    },
  };
}

function rewardProblems(lines: readonly RewardLine[], { totals }: Pick<Stated, "totals">): string[] {
  try {
    assertRewards({ lines, totals });
    return [];
  } catch (error) {
    if (error instanceof InvariantError) return [error.message];
    throw error;
  }
}
