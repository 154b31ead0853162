import { eq } from "drizzle-orm";
import { incident } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import type { OpenState } from "@/server/domain/monitoring/states";
import type { Context } from "../context";
import { ServiceError } from "../errors";
import { auditIncident, type PersonActs, requireIncidentRight } from "./internal/by-person";
import { givenText } from "./internal/given-text";
import { record } from "./internal/record";
import { requirePublic } from "./internal/require-public";
import { holdIncident, requireOpen } from "./internal/rows";

type StateInput = PersonActs & {
  readonly state: OpenState;
  readonly text: string;
  readonly isPublic: boolean;
};

/** How far people are with it, and why they think so. Throws ServiceError. */
export async function changeState({ db }: Pick<Context, "db">, input: StateInput): Promise<void> {
  const { userId, id, nowMs, state, isPublic } = input;
  await withTransaction(db, async (tx) => {
    await requireIncidentRight(tx, userId, "incident.note");
    const row = await holdIncident(tx, id);
    requireOpen(row);
    if (row.state === state) throw new ServiceError("conflict", `incident ${id} is ${state} already`);
    const text = givenText(input.text);
    if (isPublic) await requirePublic(tx, row);
    await tx.update(incident).set({ state }).where(eq(incident.id, id));
    const entry = { kind: "state", text, state, isPublic, author: `user:${userId}`, atMs: nowMs } as const;
    await record(tx, { ...row, state }, entry);
    await auditIncident(tx, input, "state", { from: row.state, to: state, text, isPublic });
  });
}
