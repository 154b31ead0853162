import { type SQL, sql } from "drizzle-orm";

/*
 * Lists of thousands of values as one text a list, cut by the server. A parameter that is an array is escaped value by
 * value, and JSON repeats its keys and is read twice: each takes longer than most of what is done with the rows.
 */

type Value = string | number | bigint | boolean | null;

const NULL = "\\N";

/** A `text[]` of texts without line breaks, such as hashes and addresses. */
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

/** Rows, column by column, each with its type in SQL: `from ${rowList({ hash: ["text", hashes] })} as r`. */
export function rowList(columns: Readonly<Record<string, readonly [type: string, values: readonly Value[]]>>): SQL {
  const names = Object.keys(columns).map((name) => sql.identifier(name));
  const lists = Object.values(columns).map(([type, values]) => sql`${textList(values)}::${sql.raw(type)}[]`);
  return sql`(select * from unnest(${sql.join(lists, sql`, `)}) as rows(${sql.join(names, sql`, `)}))`;
}
