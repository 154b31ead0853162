import type { RewardCalculation } from "../rewards/reward-line";
import type { Holding } from "../rewards/snapshot";

/** One difference between two calculations; null if one of them lacks the entry. */
export type Difference = {
  readonly part: "line" | "refused" | "unresolved" | "total" | "holding";
  /** The address, identity, or name of the total. */
  readonly key: string;
  readonly field: string;
  readonly first: string | null;
  readonly second: string | null;
};

type Row = Readonly<Record<string, string | number | bigint | null>>;

/** Every difference, sorted as the calculations are; empty if they agree in everything. */
export function compareCalculations(first: RewardCalculation, second: RewardCalculation): Difference[] {
  return [
    ...compareRows("line", byKey(first.lines, "address"), byKey(second.lines, "address")),
    ...compareRows("refused", byKey(first.refused, "identity"), byKey(second.refused, "identity")),
    ...compareRows("unresolved", byKey(first.unresolved, "address"), byKey(second.unresolved, "address")),
    ...compareFields("total", "totals", first.totals, second.totals).map((difference) => ({
      ...difference,
      key: difference.field,
    })),
    ...compareOrder(first, second),
  ];
}

/** What two chain sources disagree about at the same block. */
export function compareHoldings(first: Iterable<Holding>, second: Iterable<Holding>): Difference[] {
  const total = (holdings: Iterable<Holding>) => {
    const rows = new Map<string, { quantity: bigint }>();
    for (const { address, quantity } of holdings) {
      rows.set(address, { quantity: (rows.get(address)?.quantity ?? 0n) + quantity });
    }
    return new Map([...rows].filter(([, { quantity }]) => quantity !== 0n));
  };
  return compareRows("holding", total(first), total(second));
}

function byKey<Key extends string, T extends Readonly<Record<Key, string>>>(rows: readonly T[], key: Key) {
  return new Map(rows.map((row) => [row[key] as string, row]));
}

function compareRows(part: Difference["part"], first: ReadonlyMap<string, Row>, second: ReadonlyMap<string, Row>) {
  const keys = [...new Set([...first.keys(), ...second.keys()])].sort();
  return keys.flatMap((key) => compareFields(part, key, first.get(key), second.get(key)));
}

function compareFields(part: Difference["part"], key: string, first: Row | undefined, second: Row | undefined) {
  const fields = [...new Set([...Object.keys(first ?? {}), ...Object.keys(second ?? {})])].sort();
  return fields.flatMap((field): Difference[] => {
    const [a, b] = [textOf(first?.[field]), textOf(second?.[field])];
    return a === b ? [] : [{ part, key, field, first: a, second: b }];
  });
}

/** The same rows in another order would make other batches, so the order counts too. */
function compareOrder(first: RewardCalculation, second: RewardCalculation): Difference[] {
  const [a, b] = [first, second].map(({ lines }) => lines.map((line) => line.address).join(" "));
  const sameRows = first.lines.length === second.lines.length;
  if (!sameRows || a === b) return [];
  const index = first.lines.findIndex((line, at) => line.address !== second.lines[at]?.address);
  const at = (lines: RewardCalculation["lines"]) => lines[index]?.address ?? null;
  return [
    {
      part: "line",
      key: `position ${index}`,
      field: "order",
      first: at(first.lines),
      second: at(second.lines),
    },
  ];
}

function textOf(value: string | number | bigint | null | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}
