import type { Database } from "@/db/client";
import type { PosixMs } from "@/server/domain/units";
import type { Context } from "./context";

type Reading<T> = (ctx: Pick<Context, "db">, nowMs: PosixMs) => Promise<T>;

/**
 * The same reading for all who ask within `keptMs`: however many visitors ask, a database is asked once in that time.
 * A reading that fails is not kept, and throws what the database throws.
 */
export function keepFor<T>(keptMs: number, read: Reading<T>): Reading<T> {
  const kept = new WeakMap<Database, { readonly value: Promise<T>; readonly readMs: PosixMs }>();
  return ({ db }, nowMs) => {
    const known = kept.get(db);
    // A clock that was put back must not keep an answer for hours.
    if (known && Math.abs(nowMs - known.readMs) < keptMs) return known.value;
    const value = read({ db }, nowMs);
    const entry = { value, readMs: nowMs };
    kept.set(db, entry);
    value.catch(() => {
      if (kept.get(db) === entry) kept.delete(db);
    });
    return value;
  };
}
