import { type SQL, sql } from "drizzle-orm";

const ROWS_A_PORTION = 2_000;

/**
 * The rows of a query in portions, by a cursor of the transaction that `execute` is of: memory does not grow with their
 * number. `name` is of our own choice, another one for each cursor of a transaction.
 */
export async function* inPortions<Row>(
  execute: (statement: SQL) => Promise<readonly Row[]>,
  name: string,
  query: SQL,
): AsyncGenerator<readonly Row[]> {
  const cursor = sql.identifier(name);
  await execute(sql`declare ${cursor} no scroll cursor for ${query}`);
  for (;;) {
    const rows = await execute(sql`fetch ${sql.raw(String(ROWS_A_PORTION))} from ${cursor}`);
    if (rows.length > 0) yield rows;
    if (rows.length < ROWS_A_PORTION) break;
  }
  await execute(sql`close ${cursor}`);
}
