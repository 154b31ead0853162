import type { Database } from "@/db/client";
import { operationsVersion, pool, rulesVersion } from "@/db/schema";
import { ServiceError } from "../errors";

/**
 * Gives a database with nothing but tables what a scan needs to follow the same as another one does: pool, rules and
 * operations. Called again, it adds what came since. Throws ServiceError `conflict` if it follows another pool.
 */
export async function followTheSame(from: Database, to: Database): Promise<void> {
  const [here] = await from.select().from(pool);
  if (!here) throw new ServiceError("unavailable", "No pool has been set up yet, so nothing is scanned.");
  const [there] = await to.select().from(pool);
  if (there && there.policyId !== here.policyId) {
    throw new ServiceError("conflict", `It holds the scan of another pool, ${there.policyId}. It was left as it is.`);
  }
  await to.insert(pool).values(here).onConflictDoNothing();
  for (const row of await from.select().from(rulesVersion)) {
    await to.insert(rulesVersion).values(row).onConflictDoNothing();
  }
  for (const row of await from.select().from(operationsVersion)) {
    await to.insert(operationsVersion).values(row).onConflictDoNothing();
  }
}
