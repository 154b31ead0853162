import { eq } from "drizzle-orm";
import { topUp } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { can } from "@/server/domain/people/roles";
import { UNSENT_TOP_UP_STATES } from "@/server/domain/top-up/states";
import { chainNow } from "../chain-now";
import type { Context } from "../context";
import { ServiceError } from "../errors";
import { loadPerson } from "../people/load-person";
import { moveTopUp } from "./top-ups";

/**
 * Ends one's own top-up, or anybody's for whoever administers the pool. Only until the operator has signed: from
 * then on anybody who has the bytes can send them, and
 * the chain decides. Throws ServiceError.
 */
export async function takeBack(
  { db }: Pick<Context, "db">,
  { id, userId }: { readonly id: string; readonly userId: string },
): Promise<void> {
  await withTransaction(db, async (tx) => {
    const [row] = await tx.select().from(topUp).where(eq(topUp.id, id)).for("update");
    const isOwn = row?.userId === userId;
    const person = await loadPerson(tx, userId);
    if (!row || !(isOwn || (person && can(person.role, "pool.administer")))) {
      throw new ServiceError("not-found", "you have no such top-up");
    }
    if (!UNSENT_TOP_UP_STATES.includes(row.state)) {
      throw new ServiceError("wrong-state", `it cannot be taken back any more: it is ${row.state}`);
    }
    const now = await chainNow(tx);
    const atMs = now?.timeMs ?? row.sinceMs;
    await moveTopUp(tx, row, "end", {
      actor: `user:${userId}`,
      atMs,
      detail: isOwn ? "taken back" : `ended by ${person?.name}`,
    });
  });
}
