import type { Database } from "@/db/client";
import type { PosixMs } from "@/server/domain/units";
import type { Context } from "../context";
import { listPublicIncidents, type PublicIncidents } from "./list-public";

/** However many visitors ask, the database is asked this often. */
const KEPT_MS = 2_000;
const kept = new WeakMap<Database, { readonly list: Promise<PublicIncidents>; readonly readMs: PosixMs }>();

/** The same for all who ask within two seconds. Throws what the database throws. */
export function publicIncidents({ db }: Pick<Context, "db">, nowMs: PosixMs): Promise<PublicIncidents> {
  const known = kept.get(db);
  if (known && Math.abs(nowMs - known.readMs) < KEPT_MS) return known.list;
  const list = listPublicIncidents(db, nowMs);
  kept.set(db, { list, readMs: nowMs });
  list.catch(() => kept.delete(db));
  return list;
}
