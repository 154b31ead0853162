import { and, eq, isNull } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { incident } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import type { Priority } from "@/server/domain/monitoring/priority";
import { SECURITY_SUBJECT } from "@/server/domain/monitoring/security";
import { shown } from "@/server/domain/shown";
import type { PosixMs } from "@/server/domain/units";
import type { Context } from "../context";
import { ServiceError } from "../errors";
import { auditIncident, requireIncidentRight } from "./internal/by-person";
import { givenText, givenTitle } from "./internal/given-text";
import { lockOpening } from "./internal/lock-opening";
import { record } from "./internal/record";

export type OpenInput = {
  readonly userId: string;
  readonly nowMs: PosixMs;
  readonly title: string;
  /** What is so, for those who run the service. */
  readonly text: string;
  readonly priority: Priority;
  /** What players are told; null where it does not concern them. */
  readonly publicText: string | null;
  /** Somebody got in, or funds are lost: counted as such by ServiceMetrics. */
  readonly isSecurity: boolean;
};

/**
 * A person reports what no rule saw. It stays open until a person resolves it. Answers its number. Throws ServiceError.
 */
export async function openByHand({ db }: Pick<Context, "db">, input: OpenInput): Promise<number> {
  const { userId, nowMs, priority, isSecurity } = input;
  return withTransaction(db, async (tx) => {
    await requireIncidentRight(tx, userId, "incident.open");
    const title = givenTitle(input.title);
    const fact = givenText(input.text);
    const publicText = input.publicText === null ? null : givenText(input.publicText);
    await lockOpening(tx);
    const subject = isSecurity ? SECURITY_SUBJECT : title.toLowerCase();
    if (!isSecurity && subject === SECURITY_SUBJECT) {
      const say = "say in the title what happened, or report it as an incident of security";
      throw new ServiceError("bad-input", `${shown(title)} would be counted as somebody who got in: ${say}`);
    }
    await requireNew(tx, subject);
    const at = new Date(nowMs);
    const [row] = await tx
      .insert(incident)
      .values({
        ...{ kind: "by-hand", subject, title, fact, publicText, priority, state: "investigating" },
        ...{ beganAt: at, openedAt: at, lastSeenAt: at },
      })
      .returning();
    if (!row) throw new Error("an incident was not written");
    await record(tx, row, { kind: "opened", text: fact, author: `user:${userId}`, atMs: nowMs });
    const details = { title, text: fact, priority, publicText: publicText ?? "", isSecurity };
    await auditIncident(tx, { userId, nowMs, id: row.id }, "opened", details);
    return row.id;
  });
}

async function requireNew(tx: Transaction, subject: string): Promise<void> {
  const [open] = await tx
    .select({ id: incident.id })
    .from(incident)
    .where(and(eq(incident.kind, "by-hand"), eq(incident.subject, subject), isNull(incident.resolvedAt)));
  if (!open) return;
  throw new ServiceError("conflict", `this is open already, as incident ${open.id}: add a note there`);
}
