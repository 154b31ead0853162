import { addressKey, parseAddress } from "../cardano/address";
import { sum } from "../integers";
import { InvariantError } from "../invariant";
import { unless } from "../problems";
import { assertRewards } from "../rewards/totals";
import { hashRules } from "../rules/rules";
import { compareText } from "../text-order";
import type { Hex } from "../units";
import { isReserved, reservedOf } from "../who-may-be-paid";
import { merkleRootOf } from "./merkle";
import type { Report } from "./schema";

/**
 * Adds the whole report up again: lines against totals and opening balances, tokens against the supply, batches against
 * the paid lines, the Merkle root, the rules' hash, the order. Returns a text for each mismatch. Whether the lines are
 * right only a calculation can tell. `neverPaid` are hashes of keys and scripts beside those that the report reserves.
 */
export function verifyReportTotals(report: Report, neverPaid: readonly Hex[] = []): string[] {
  return [
    ...checkInvariants(report),
    ...checkSums(report),
    ...checkOrder(report),
    ...checkOpening(report),
    ...checkBatches(report),
    ...checkHeldBack(report, neverPaid),
    ...differs("the root of the lines", merkleRootOf(report.lines), report.linesRoot),
    ...differs("the rules' hash", hashRules(report.rules), report.rulesHash),
  ];
}

function checkInvariants(report: Report): string[] {
  try {
    assertRewards(report);
    return [];
  } catch (error) {
    if (error instanceof InvariantError) return [error.message];
    throw error;
  }
}

function checkSums({ lines, refused, unresolved, opening, totals }: Report): string[] {
  const quantityOf = (rows: readonly { quantity: bigint }[]) => sum(rows.map((row) => row.quantity));
  return [
    ...differs("openingLovelace of the lines", sum(lines.map((line) => line.openingLovelace)), totals.openingLovelace),
    ...differs("the opening balances", sum(opening.map((row) => row.lovelace)), totals.openingLovelace),
    ...differs("earnedLovelace of the lines", sum(lines.map((line) => line.earnedLovelace)), totals.awardedLovelace),
    ...differs("payoutLovelace of the lines", sum(lines.map((line) => line.payoutLovelace)), totals.payoutLovelace),
    ...differs("carriedLovelace of the lines", sum(lines.map((line) => line.carriedLovelace)), totals.carriedLovelace),
    ...differs("the lines' quantity", quantityOf(lines), totals.eligibleQuantity),
    ...differs("the refused quantity", quantityOf(refused), totals.refusedQuantity),
    ...differs("the unresolved quantity", quantityOf(unresolved), totals.unresolvedQuantity),
    ...differs("paid lines", lines.filter((line) => line.payoutLovelace > 0n).length, totals.recipients),
  ];
}

function checkOpening({ lines, opening }: Report): string[] {
  const listed = new Map(opening.map((row) => [row.address, row.lovelace]));
  if (listed.size !== opening.length) return ["an address's opening balance is listed twice"];
  return lines.flatMap((line) =>
    differs(`the opening balance of ${line.address}`, line.openingLovelace, listed.get(line.address) ?? 0n),
  );
}

function checkOrder({ lines }: Report): string[] {
  const keys = lines.map((line) => addressKey(line.address));
  const at = keys.findIndex((key, index) => index > 0 && compareText(keys[index - 1] ?? "", key) >= 0);
  return at < 0 ? [] : [`line ${at} is out of order or listed twice: lines are sorted by their address's bytes`];
}

/** Nothing that had to be held back is paid. The signers rely on this. */
function checkHeldBack({ lines, rules, poolTerms, poolPolicyId, totals }: Report, neverPaid: readonly Hex[]): string[] {
  const reserved = reservedOf(rules, [...poolTerms.reserved, poolPolicyId, ...neverPaid]);
  const { totalLovelace, hourlyLovelace } = rules.dayLimits;
  const limits = [totalLovelace, poolTerms.dailyLimitLovelace];
  return [
    ...limits.flatMap((limit) =>
      unless(
        totals.payoutLovelace <= limit,
        `${totals.payoutLovelace} lovelace are paid, more than the limit of ${limit}`,
      ),
    ),
    ...lines.flatMap(({ address, payoutLovelace }) =>
      payoutLovelace === 0n
        ? []
        : [
            ...unless(!isReserved(parseAddress(address), reserved), `${address} is the system's own, and is paid`),
            ...unless(
              hourlyLovelace === null || payoutLovelace <= hourlyLovelace,
              `${address} is paid more than the hour's limit of ${hourlyLovelace}`,
            ),
          ],
    ),
  ];
}

function checkBatches({ lines, batches, commitment, totals }: Report): string[] {
  const paid = lines.filter((line) => line.payoutLovelace > 0n).map((line) => line.payoutLovelace);
  let first = 0;
  const problems = batches.flatMap((batch, index) => {
    const part = paid.slice(first, first + batch.outputs);
    first += batch.outputs;
    return [
      ...differs(`outputs of batch ${index + 1}`, part.length, batch.outputs),
      ...differs(`total of batch ${index + 1}`, sum(part), batch.totalLovelace),
    ];
  });
  return [
    ...problems,
    ...differs("outputs of all batches", first, totals.recipients),
    ...differs("the commitment", batches[0]?.commitment ?? null, commitment),
  ];
}

function differs<T extends bigint | number | string | null>(what: string, found: T, stated: T): string[] {
  return found === stated ? [] : [`${what}: ${found} added up, ${stated} stated`];
}
