import { GraphQLError, type GraphQLField } from "graphql";
import type { Row } from "./tables";
import { compareValues, satisfies } from "./where";

type Order = { readonly [key: string]: string | Order };

export type SelectArguments = {
  readonly where?: Readonly<Record<string, unknown>> | null;
  readonly order_by?: readonly Order[] | null;
  readonly limit?: number | null;
  readonly offset?: number | null;
};

/** The rows that a field's arguments ask for: filtered, ordered, and then a stretch of at most `mostRows` of them. */
export function select(
  rows: readonly Row[],
  given: SelectArguments,
  { field, mostRows }: { readonly field: GraphQLField<unknown, unknown>; readonly mostRows: number },
): Row[] {
  const { where, order_by: orders, limit, offset } = given;
  for (const [name, value] of [["limit", limit] as const, ["offset", offset] as const]) {
    if (value !== undefined && value !== null && value < 0) {
      throw new GraphQLError(`unexpected negative value for ${name}: ${value}`);
    }
  }
  const type = field.args.find(({ name }) => name === "where")?.type;
  const found = where && type ? rows.filter((row) => satisfies(row, where, type)) : [...rows];
  if (orders && orders.length > 0) found.sort((a, b) => compareRows(a, b, orders));
  const start = offset ?? 0;
  return found.slice(start, start + Math.min(limit ?? mostRows, mostRows));
}

function compareRows(a: Row, b: Row, orders: readonly Order[]): number {
  for (const order of orders) {
    for (const [key, how] of Object.entries(order)) {
      const by = typeof how === "string" ? compareBy(a[key], b[key], how) : compareRelated(a[key], b[key], how);
      if (by !== 0) return by;
    }
  }
  return 0;
}

function compareRelated(a: unknown, b: unknown, how: Order): number {
  return a && b ? compareRows(a as Row, b as Row, [how]) : compareBy(a ? 1 : null, b ? 1 : null, "asc");
}

/** Nulls come last in ascending and first in descending order, unless the order says otherwise. */
function compareBy(a: unknown, b: unknown, how: string): number {
  const isDescending = how.startsWith("desc");
  const nullsFirst = how.endsWith("nulls_first") || (isDescending && !how.endsWith("nulls_last"));
  const isNull = (value: unknown) => value === null || value === undefined;
  if (isNull(a) || isNull(b)) return isNull(a) && isNull(b) ? 0 : isNull(a) === nullsFirst ? -1 : 1;
  return isDescending ? -compareValues(a, b) : compareValues(a, b);
}
