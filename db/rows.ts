import { type SQL, sql } from "drizzle-orm";

/** About 8 MB of text for lines of a day: bounded, whatever a day holds. */
const ROWS_A_STATEMENT = 20_000;

/** The rows in parts that one statement may take. */
export function* inParts<Row>(rows: readonly Row[]): Generator<readonly Row[]> {
  for (let at = 0; at < rows.length; at += ROWS_A_STATEMENT) yield rows.slice(at, at + ROWS_A_STATEMENT);
}

/**
 * Rows as a table `r` with these columns (name and type, as in `create table`), in one parameter: PostgreSQL takes
 * 65,535 in a statement, so what grows with a day is never written as `values`. Columns are found by the rows' keys;
 * amounts may be bigint.
 */
export function asTable(rows: readonly object[], columns: string): SQL {
  const text = JSON.stringify(rows, (_, value) => (typeof value === "bigint" ? String(value) : value));
  return sql`jsonb_to_recordset(${text}::text::jsonb) as r(${sql.raw(columns)})`;
}
