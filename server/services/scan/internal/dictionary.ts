import { sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { textList } from "@/db/rows";
import type { Identity } from "@/server/domain/units";

/** Gives each address a number where it has none. */
export function addAddresses(db: Database | Transaction, texts: readonly string[]): Promise<void> {
  return addTo(db, "address", texts);
}

export function addIdentities(db: Database | Transaction, texts: readonly Identity[]): Promise<void> {
  return addTo(db, "identity", texts);
}

async function addTo(
  db: Database | Transaction,
  table: "address" | "identity",
  texts: readonly string[],
): Promise<void> {
  const distinct = [...new Set(texts)].sort();
  if (distinct.length === 0) return;
  await db.execute(sql`
    insert into ${sql.identifier(table)} (text)
    select t from unnest(${textList(distinct)}) t
    where not exists (select 1 from ${sql.identifier(table)} d where d.text = t)
    on conflict do nothing`);
}
