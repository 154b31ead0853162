import { type SQL, sql } from "drizzle-orm";

/*
 * Thousands of values in a statement, as one text a column that the server cuts: it takes at most 65,535 parameters, an
 * array is escaped value by value, and JSON repeats its keys and is read twice.
 */

/** About 8 MB of text for lines of a day: bounded, whatever a day holds. */
const ROWS_A_STATEMENT = 20_000;

/** The rows in parts that one statement may take. */
export function* inParts<Row>(rows: readonly Row[]): Generator<readonly Row[]> {
  for (let at = 0; at < rows.length; at += ROWS_A_STATEMENT) yield rows.slice(at, at + ROWS_A_STATEMENT);
}

type Value = string | number | bigint | boolean | null;
/** By name: its type in SQL, and what a row has there. */
type Columns<Row> = Readonly<Record<string, readonly [type: string, read: (row: Row) => Value]>>;

/** Rows as a table `r` with these columns. No text may have a line break. */
export function asTable<Row>(rows: readonly Row[], columns: Columns<Row>): SQL {
  const names = Object.keys(columns).map((name) => sql.identifier(name));
  const lists = Object.values(columns).map(([type, read]) => sql`${textList(rows.map(read))}::${sql.raw(type)}[]`);
  return sql`unnest(${sql.join(lists, sql`, `)}) as r(${sql.join(names, sql`, `)})`;
}

const NULL = "\\N";

/** A `text[]` of values without line breaks, such as hashes and addresses. */
export function textList(values: readonly Value[]): SQL {
  // No text at all would be no value at all.
  if (values.length === 1 && values[0] === "") return sql`array['']`;
  return sql`string_to_array(${values.map(written).join("\n")}::text, chr(10), ${NULL}::text)`;
}

function written(value: Value): string {
  if (value === null) return NULL;
  const text = String(value);
  if (text === NULL || text.includes("\n")) throw new Error(`a list cannot hold ${JSON.stringify(text)}`);
  return text;
}
