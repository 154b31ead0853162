/* What PostgREST makes of a query for every function that it serves: filters, order, columns, and pages. */

export type Row = Readonly<Record<string, unknown>>;

/** An error in PostgREST's form. */
export class PostgrestError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }

  body() {
    return { code: this.code, details: null, hint: null, message: this.message };
  }
}

export const badInput = (message: string) => new PostgrestError(400, "22023", message);

const RESERVED = ["select", "order", "limit", "offset"];

/** Parameters of the function itself begin with an underscore; every other is a filter of a column. */
export function shapeRows(rows: readonly Row[], query: URLSearchParams, mostRows: number): Row[] {
  let shaped = [...rows];
  for (const [column, condition] of query) {
    if (column.startsWith("_") || RESERVED.includes(column)) continue;
    const fits = readCondition(column, condition);
    shaped = shaped.filter((row) => fits(row[column]));
  }
  for (const part of (query.get("order") ?? "").split(",").filter(Boolean).reverse()) shaped = sortBy(shaped, part);
  const offset = readCount(query, "offset") ?? 0;
  const limit = Math.min(readCount(query, "limit") ?? mostRows, mostRows);
  const select = query.get("select")?.split(",");
  return shaped.slice(offset, offset + limit).map((row) => (select ? pick(row, select) : row));
}

function readCount(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  if (!/^\d{1,12}$/.test(text)) throw new PostgrestError(400, "PGRST100", `"failed to parse ${name}" (${text})`);
  return Number(text);
}

type Test = (value: unknown) => boolean;

function readCondition(column: string, condition: string): Test {
  const [, operator = "", wanted = ""] = /^([a-z]+)\.(.*)$/s.exec(condition) ?? [];
  // As in SQL, no comparison with null is true.
  const compared =
    (holds: (order: number) => boolean): Test =>
    (value) =>
      value != null && holds(compare(value, typeof value === "number" ? Number(wanted) : wanted));
  const tests: Record<string, Test> = {
    eq: compared((order) => order === 0),
    neq: compared((order) => order !== 0),
    gt: compared((order) => order > 0),
    gte: compared((order) => order >= 0),
    lt: compared((order) => order < 0),
    lte: compared((order) => order <= 0),
    is: (value) => String(value ?? null) === wanted,
    in: (value) => value != null && wanted.slice(1, -1).split(",").includes(String(value)),
  };
  const test = tests[operator];
  if (!test) throw new PostgrestError(400, "PGRST100", `"failed to parse filter (${condition})" of ${column}`);
  return test;
}

function compare(a: unknown, b: unknown): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a) < String(b) ? -1 : String(a) === String(b) ? 0 : 1;
}

/** Nulls come last in ascending order and first in descending order, unless it says otherwise. */
function sortBy(rows: readonly Row[], part: string): Row[] {
  const [column = "", ...how] = part.split(".");
  const down = how.includes("desc");
  const nullsLast = how.includes("nullslast") || (!down && !how.includes("nullsfirst"));
  return [...rows].sort((one, other) => {
    const [a, b] = [one[column], other[column]];
    if (a == null || b == null) return a == null && b == null ? 0 : (a == null) === nullsLast ? 1 : -1;
    return down ? compare(b, a) : compare(a, b);
  });
}

/** `name:column->>field` is a field of a column that is JSON, as a text. */
function pick(row: Row, columns: readonly string[]): Row {
  return Object.fromEntries(
    columns.map((text) => {
      const [, name, column = "", field] = /^(?:(\w+):)?(\w+)(?:->>(\w+))?$/.exec(text) ?? [];
      if (!(column in row)) throw new PostgrestError(400, "42703", `column "${text}" does not exist`);
      const value = row[column] as Row | null;
      const told = field === undefined ? value : value?.[field] == null ? null : String(value[field]);
      return [name ?? field ?? column, told];
    }),
  );
}
