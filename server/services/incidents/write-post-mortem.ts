import { eq } from "drizzle-orm";
import { incident } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { MOST_POST_MORTEM } from "@/server/domain/monitoring/text-limits";
import type { Context } from "../context";
import { ServiceError } from "../errors";
import { auditIncident, type PersonActs, requireIncidentRight } from "./internal/by-person";
import { givenText } from "./internal/given-text";
import { record } from "./internal/record";
import { holdIncident } from "./internal/rows";

/**
 * What happened, why, and what is done so that it does not happen again. Written again, the former text stays on the
 * timeline. Throws ServiceError.
 */
export async function writePostMortem({ db }: Pick<Context, "db">, input: PersonActs & { readonly text: string }) {
  const { userId, id, nowMs } = input;
  await withTransaction(db, async (tx) => {
    await requireIncidentRight(tx, userId, "incident.resolve");
    const row = await holdIncident(tx, id);
    if (row.resolvedAt === null) {
      throw new ServiceError("wrong-state", `incident ${id} is still open: resolve it before its post-mortem`);
    }
    const text = givenText(input.text, MOST_POST_MORTEM);
    const state = "post-mortem";
    await tx.update(incident).set({ state, postMortem: text }).where(eq(incident.id, id));
    await record(tx, { ...row, state }, { kind: "post-mortem", text, state, author: `user:${userId}`, atMs: nowMs });
    await auditIncident(tx, input, "post-mortem", { characters: text.length });
  });
}
