import type { Database } from "@/db/client";
import { can } from "@/server/domain/people/roles";
import { loadPerson } from "../people/load-person";
import { loadLivePool } from "../pool/load-pool";
import { openActs } from "./internal/act-rows";
import { actSignatures, countedOf } from "./internal/act-signatures";
import { askedOf } from "./internal/asked";
import { isOfThisPlan } from "./internal/fates";

/** How many open acts wait for this person's key: those that it may sign, has not signed, and that need one more. */
export async function actsToSign(db: Database, userId: string): Promise<number> {
  const person = await loadPerson(db, userId);
  const key = person?.approverKey;
  if (!person || !key || !can(person.role, "pool.administer")) return 0;
  const pool = await loadLivePool(db);
  if (!pool) return 0;
  const open = (await openActs(db, pool)).filter((row) => isOfThisPlan(row, pool));
  const texts = open.map(({ text }) => text);
  const signatures = await actSignatures(db, texts);
  return open.filter((row) => {
    const { all, approvers, threshold } = askedOf(row, pool);
    if (!all.includes(key)) return false;
    const own = signatures.filter(({ text }) => text === row.text);
    const counted = countedOf(own, all);
    const approvals = approvers.filter((approver) => counted.has(approver)).length;
    return !counted.has(key) && (approvals < threshold || !approvers.includes(key));
  }).length;
}
