import { eq } from "drizzle-orm";
import { incident } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import type { Context } from "../context";
import { ServiceError } from "../errors";
import { actorNames } from "./internal/actor-names";
import { auditIncident, type PersonActs, requireIncidentRight } from "./internal/by-person";
import { givenText } from "./internal/given-text";
import { record } from "./internal/record";
import { holdIncident, requireOpen } from "./internal/rows";

/**
 * Somebody takes it on: nobody else is paged for it any more, however long it takes. The reason says what they do about
 * it. Throws ServiceError.
 */
export async function acknowledge({ db }: Pick<Context, "db">, input: PersonActs & { readonly why: string }) {
  const { userId, id, nowMs } = input;
  await withTransaction(db, async (tx) => {
    await requireIncidentRight(tx, userId, "incident.acknowledge");
    const row = await holdIncident(tx, id);
    requireOpen(row);
    const why = givenText(input.why);
    if (row.acknowledgedBy !== null) {
      const nameOf = await actorNames(tx, [row.acknowledgedBy]);
      throw new ServiceError("conflict", `incident ${id} is acknowledged already, by ${nameOf(row.acknowledgedBy)}`);
    }
    const author = `user:${userId}` as const;
    const acknowledged = { acknowledgedAt: new Date(nowMs), acknowledgedBy: author, acknowledgedWhy: why };
    await tx.update(incident).set(acknowledged).where(eq(incident.id, id));
    await record(tx, row, { kind: "acknowledged", text: why, author, atMs: nowMs });
    await auditIncident(tx, input, "acknowledged", { kind: row.kind, why });
  });
}
