import { withTransaction } from "@/db/transaction";
import type { Context } from "../context";
import { auditIncident, type PersonActs, requireIncidentRight } from "./internal/by-person";
import { givenText } from "./internal/given-text";
import { record } from "./internal/record";
import { requirePublic } from "./internal/require-public";
import { holdIncident } from "./internal/rows";

type NoteInput = PersonActs & {
  readonly text: string;
  /** Whether everybody may read it, on the status page. */
  readonly isPublic: boolean;
};

/** Writes on the timeline, also after it is over: what is learned later belongs there too. Throws ServiceError. */
export async function addNote({ db }: Pick<Context, "db">, input: NoteInput): Promise<void> {
  const { userId, id, nowMs, isPublic } = input;
  await withTransaction(db, async (tx) => {
    await requireIncidentRight(tx, userId, "incident.note");
    const row = await holdIncident(tx, id);
    const text = givenText(input.text);
    if (isPublic) await requirePublic(tx, row);
    await record(tx, row, { kind: "note", text, author: `user:${userId}`, atMs: nowMs, isPublic });
    await auditIncident(tx, input, "noted", { text, isPublic });
  });
}
