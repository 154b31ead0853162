import type { Database } from "@/db/client";
import { can } from "@/server/domain/people/roles";
import { loadPerson } from "../people/load-person";
import { loadLivePool } from "../pool/load-pool";
import { openActs } from "./internal/act-rows";
import { actSignatures, countedOf } from "./internal/act-signatures";
import { askedOf } from "./internal/asked";
import { fateOf } from "./internal/fates";

/** How many open acts wait for this person's key: those that it may sign, has not signed, and that need one more. */
export async function actsToSign(db: Database, userId: string): Promise<number> {
  const person = await loadPerson(db, userId);
  const key = person?.approverKey;
  if (!person || !key || !can(person.role, "pool.administer")) return 0;
  const pool = await loadLivePool(db);
  if (!pool) return 0;
  let waiting = 0;
  for (const row of await openActs(db, pool)) {
    const { all, approvers, threshold } = askedOf(row, pool);
    const counted = countedOf(await actSignatures(db, [row.text]), all);
    const approvals = approvers.filter((approver) => counted.has(approver)).length;
    const isAsked = all.includes(key) && !counted.has(key) && (approvals < threshold || !approvers.includes(key));
    if (isAsked && (await fateOf(db, row, { pool, height: 0 })).kind !== "other-plan") waiting++;
  }
  return waiting;
}
