import { eq } from "drizzle-orm";
import { incident } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { formatMinute } from "@/server/words/format";
import type { Context } from "../context";
import { ServiceError } from "../errors";
import { auditIncident, type PersonActs, requireIncidentRight } from "./internal/by-person";
import { givenText } from "./internal/given-text";
import { record } from "./internal/record";
import { requirePublic } from "./internal/require-public";
import { holdIncident, type IncidentRow, requireOpen } from "./internal/rows";

/** Many looks: what none of them found is not there now, or nobody looks. */
const SEEN_LATELY_MS = 60_000;

type ResolveInput = PersonActs & { readonly text: string; readonly isPublic: boolean };

/**
 * It is over, and a person says why. Refused while rules still find it: they would open it again at their next look,
 * and page whoever was paged before. Throws ServiceError.
 */
export async function resolve({ db }: Pick<Context, "db">, input: ResolveInput): Promise<void> {
  const { userId, id, nowMs, isPublic } = input;
  await withTransaction(db, async (tx) => {
    await requireIncidentRight(tx, userId, "incident.resolve");
    const row = await holdIncident(tx, id);
    requireOpen(row);
    requireNotFound(row, nowMs);
    const text = givenText(input.text);
    if (isPublic) await requirePublic(tx, row);
    const author = `user:${userId}` as const;
    const over = { state: "resolved", resolvedAt: new Date(nowMs), resolvedBy: author } as const;
    await tx.update(incident).set(over).where(eq(incident.id, id));
    await record(tx, { ...row, ...over }, { kind: "resolved", text, state: "resolved", isPublic, author, atMs: nowMs });
    await auditIncident(tx, input, "resolved", { kind: row.kind, text, isPublic });
  });
}

function requireNotFound({ id, kind, wellSince, lastSeenAt }: IncidentRow, nowMs: number): void {
  const seenMs = lastSeenAt.getTime();
  if (kind === "by-hand" || wellSince !== null || nowMs - seenMs >= SEEN_LATELY_MS) return;
  throw new ServiceError(
    "wrong-state",
    `rules still find incident ${id}, last at ${formatMinute(seenMs)}: it closes by itself when they no longer do. ` +
      "Acknowledge it, and nobody is paged for it again",
  );
}
