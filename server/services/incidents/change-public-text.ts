import { eq } from "drizzle-orm";
import { incident } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import type { Context } from "../context";
import { auditIncident, type PersonActs, requireIncidentRight } from "./internal/by-person";
import { givenText } from "./internal/given-text";
import { record } from "./internal/record";
import { holdIncident } from "./internal/rows";

type PublicTextInput = PersonActs & {
  /** What everybody is told; null takes it off the status page, as for a false alarm. */
  readonly publicText: string | null;
};

/** What the status page says of an incident, or that it says nothing. Throws ServiceError. */
export async function changePublicText({ db }: Pick<Context, "db">, input: PublicTextInput): Promise<void> {
  const { userId, id, nowMs } = input;
  await withTransaction(db, async (tx) => {
    await requireIncidentRight(tx, userId, "incident.note");
    const row = await holdIncident(tx, id);
    const publicText = input.publicText === null ? null : givenText(input.publicText);
    await tx.update(incident).set({ publicText }).where(eq(incident.id, id));
    const text = publicText === null ? "Not shown on the status page any more." : `On the status page: “${publicText}”`;
    const author = `user:${userId}` as const;
    await record(tx, { ...row, publicText }, { kind: "note", text, author, atMs: nowMs });
    await auditIncident(tx, input, "public-text", { publicText: publicText ?? "" });
  });
}
