import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { contentHashOf } from "@/server/domain/hash";
import type { Context } from "../context";

/** Changes when a day, a signature or a payment has moved: then a public page should be read again. */
export type PublicPulse = { readonly version: string };

/** However many visitors ask, the database is asked this often. By the machine's clock: nothing follows from it. */
const KEPT_MS = 2_000;
const kept = new WeakMap<Database, { readonly pulse: Promise<PublicPulse>; readonly readAtMs: number }>();

export function publicPulse({ db }: Pick<Context, "db">, nowMs: number): Promise<PublicPulse> {
  const known = kept.get(db);
  if (known && nowMs - known.readAtMs < KEPT_MS) return known.pulse;
  const pulse = readPulse(db);
  kept.set(db, { pulse, readAtMs: nowMs });
  pulse.catch(() => kept.delete(db));
  return pulse;
}

/** Entries of the audit log that are looked at, however many concern no day: anybody can cause some by signing in. */
const NEWEST = 1_000;

/** The newest entry about a day, hashed, so that strangers learn no counts of ours. */
async function readPulse(db: Database): Promise<PublicPulse> {
  const [row] = await db.execute<{ last: string | null }>(sql`
    select max(sequence)::text as last from audit_event
    where sequence > (select max(sequence) from audit_event) - ${NEWEST}::int and subject like 'day:%'`);
  return { version: contentHashOf(`pulse ${row?.last}`).slice(0, 32) };
}
