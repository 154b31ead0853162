import { and, eq, isNull } from "drizzle-orm";
import { chainHold } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { troubleKey } from "@/server/domain/monitoring/chain-evidence";
import { requireTwoPeople } from "@/server/domain/people/two-people";
import type { PosixMs } from "@/server/domain/units";
import type { Context } from "../context";
import { requireReason } from "../day/require-reason";
import { ServiceError } from "../errors";
import { loadPerson } from "../people/load-person";
import { requireRight } from "../people/require-right";
import { findHold } from "./find-hold";
import { recordHold } from "./internal/record-hold";

type ReleaseInput = { readonly userId: string; readonly reason: string; readonly nowMs: PosixMs };

const DEED = { action: "payouts.release", what: "releasing payouts" } as const;

/**
 * Ends a hold before the chain has been well for long. One person says why, another says the same: payouts go on then,
 * and what is wrong now holds nothing anew until it has been away for long. What else goes wrong does. Throws
 * ServiceError.
 */
export async function releaseHold({ db }: Pick<Context, "db">, input: ReleaseInput): Promise<"asked" | "released"> {
  const { userId, nowMs } = input;
  return withTransaction(db, async (tx) => {
    const person = await requireRight(tx, { userId, ...DEED });
    const reason = requireReason(input.reason);
    await tx.select({ id: chainHold.id }).from(chainHold).where(isNull(chainHold.releasedAt)).for("update");
    const open = await findHold(tx);
    if (!open) throw new ServiceError("wrong-state", "payouts are not held");
    const { id, troubles, asked } = open;
    const isSeen = and(eq(chainHold.id, id), isNull(chainHold.releasedAt));
    const first = asked === null ? null : await loadPerson(tx, asked.userId);
    const two = first && requireTwoPeople(DEED.action, first, person);
    if (two === null || (!two.ok && two.code === "first-may-not")) {
      await tx.update(chainHold).set({ askedBy: userId, askedWhy: reason }).where(isSeen);
      const by = { userId, names: [person.name], reason };
      await recordHold(tx, { what: "release-asked", id, troubles, nowMs, by });
      return "asked";
    }
    if (!two.ok) throw new ServiceError(two.code === "same-person" ? "conflict" : "not-allowed", two.text);
    const accepted = troubles.map(troubleKey);
    await tx
      .update(chainHold)
      .set({ releasedAt: new Date(nowMs), accepted })
      .where(isSeen);
    const by = { userId, names: [first?.name ?? "", person.name], reason };
    await recordHold(tx, { what: "released", id, troubles, nowMs, by });
    return "released";
  });
}
