import type { Transaction } from "@/db/client";
import { incident } from "@/db/schema";
import type { Finding } from "@/server/domain/monitoring/finding";
import { INCIDENT_KINDS } from "@/server/domain/monitoring/kinds";
import type { PosixMs } from "@/server/domain/units";
import { RULES, record } from "./record";

/** Opens an incident for what a rule found. Answers its number. */
export async function openFinding(
  tx: Transaction,
  { kind, subject, fact, next, beganMs }: Finding & { readonly beganMs: PosixMs },
  nowMs: PosixMs,
): Promise<number> {
  const { priority, title, publicText } = INCIDENT_KINDS[kind];
  const at = new Date(nowMs);
  const [row] = await tx
    .insert(incident)
    .values({
      ...{ kind, subject, fact, next, priority, title, publicText, state: "investigating" },
      ...{ beganAt: new Date(beganMs), openedAt: at, lastSeenAt: at },
    })
    .returning();
  if (!row) throw new Error("an incident was not written");
  await record(tx, row, { kind: "opened", text: fact, author: RULES, atMs: nowMs });
  return row.id;
}
