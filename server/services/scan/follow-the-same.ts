import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { followed, operationsVersion, pool, rulesVersion } from "@/db/schema";
import { ServiceError } from "../errors";
import { loadFollowed } from "../followed/followed";

/**
 * Gives the tables of a rescan what a scan needs to follow the same as the live one: pool, rules and operations, and
 * what is followed under the same numbers, which others keep (agreed_history). Called again, it adds what came since.
 * What the live scan would begin to follow with its next step, it begins here. Throws ServiceError `conflict` if the
 * rescan is of another pool, start or number.
 */
export async function followTheSame(from: Database, to: Database): Promise<void> {
  const [here] = await from.select().from(pool);
  if (!here) throw new ServiceError("unavailable", "No pool has been set up yet, so nothing is scanned.");
  const [there] = await to.select().from(pool);
  if (there && (there.policyId !== here.policyId || there.startHash !== here.startHash)) {
    throw new ServiceError(
      "conflict",
      `The rescan is one of another pool or start: ${there.policyId} from block ${there.startHeight}. It was left as it is: npm run scan -- drop removes it.`,
    );
  }
  await to.insert(pool).values(here).onConflictDoNothing();
  for (const row of await from.select().from(rulesVersion)) {
    await to.insert(rulesVersion).values(row).onConflictDoNothing();
  }
  for (const row of await from.select().from(operationsVersion)) {
    await to.insert(operationsVersion).values(row).onConflictDoNothing();
  }
  for (const { id, kind, subject } of await loadFollowed(from, here)) {
    const readHeight = kind === "pool" ? here.startHeight : -1;
    await to.insert(followed).overridingSystemValue().values({ id, kind, subject, readHeight }).onConflictDoNothing();
  }
  await to.execute(sql`select setval(pg_get_serial_sequence('followed', 'id'), (select max(id) from followed))`);
  const other = await whatDiffers(from, to);
  if (other !== null) {
    throw new ServiceError(
      "conflict",
      `The rescan does not follow ${other} as the live scan does: drop it, and begin anew.`,
    );
  }
}

/** The first subject that only one of them follows, or under another number; null if there is none. */
export async function whatDiffers(live: Pick<Database, "select">, fresh: Pick<Database, "select">) {
  const list = async (db: Pick<Database, "select">) =>
    (await db.select().from(followed)).map(({ id, kind, subject }) => `${kind} ${subject} (${id})`).sort();
  const [ours, theirs] = [await list(live), await list(fresh)];
  return [...ours, ...theirs].find((each) => !ours.includes(each) || !theirs.includes(each)) ?? null;
}
