import type { PostgresJsDatabase } from "drizzle-orm/postgres-js";
import type { AuditKey } from "../server/domain/audit/mac";
import type * as schema from "./schema/index";

/*
 * The keys of the audit log belong to a connected database, so that a service that writes a row needs no more than its
 * transaction. They are kept beside it, where nothing prints them.
 */

/** A database: what stands in for one in a test has the same client. */
type Keyed = { readonly $client: object };

const kept = new WeakMap<object, readonly AuditKey[]>();

/** The first key is the one to write with; the others only verify. */
export function keepAuditKeys(db: Keyed, keys: readonly AuditKey[]): void {
  kept.set(db.$client, keys);
}

/** Gives each transaction of a database its keys. */
export function lendAuditKeys(db: PostgresJsDatabase<typeof schema> & Keyed): void {
  const begin = db.transaction.bind(db);
  db.transaction = (work, config) =>
    begin((tx) => {
      kept.set(tx, auditKeysOf(db));
      return work(tx);
    }, config);
}

/** None if the database was connected without. */
export function auditKeysOf(db: Keyed): readonly AuditKey[] {
  return kept.get(db.$client) ?? [];
}

/** The key to write with. Throws if the transaction has none: no row of the audit log is ever written without. */
export function auditKeyOf(tx: object): AuditKey {
  const [key] = kept.get(tx) ?? [];
  if (!key) throw new Error("the audit log's key is missing: connect with AUDIT_KEY, and write in a transaction");
  return key;
}
