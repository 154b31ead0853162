import { eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { incident } from "@/db/schema";
import type { Finding } from "@/server/domain/monitoring/finding";
import { INCIDENT_KINDS } from "@/server/domain/monitoring/kinds";
import type { PosixMs } from "@/server/domain/units";
import { saySpan } from "@/server/words/span";
import { RULES, record } from "./record";
import type { IncidentRow } from "./rows";

/** What flaps more often is counted, and no more written on the timeline, which would grow without end. */
const MOST_COMEBACKS_TOLD = 10;

type Seen = { readonly finding: Finding; readonly isBack: boolean };

/** It is still so, or again; what is so may have changed. */
export async function markSeen(
  tx: Transaction,
  row: IncidentRow | undefined,
  { finding: { fact, next }, isBack }: Seen,
  nowMs: PosixMs,
): Promise<void> {
  if (!row) return;
  const seen = { fact, next, lastSeenAt: new Date(nowMs) };
  if (!isBack) {
    await tx.update(incident).set(seen).where(eq(incident.id, row.id));
    return;
  }
  const back = { state: "investigating", wellSince: null, comebacks: row.comebacks + 1 } as const;
  await tx
    .update(incident)
    .set({ ...seen, ...back })
    .where(eq(incident.id, row.id));
  if (back.comebacks > MOST_COMEBACKS_TOLD) return;
  const last = back.comebacks === MOST_COMEBACKS_TOLD ? " From now on its comings and goings are only counted." : "";
  const entry = { kind: "back", text: fact + last, state: back.state, author: RULES, atMs: nowMs } as const;
  await record(tx, { ...row, ...back }, entry);
}

/** Rules find it well; it is closed when that lasts. */
export async function markWell(
  tx: Transaction,
  row: IncidentRow | undefined,
  sinceMs: PosixMs,
  nowMs: PosixMs,
): Promise<void> {
  if (!row) return;
  const well = { state: "monitoring", wellSince: new Date(sinceMs) } as const;
  await tx.update(incident).set(well).where(eq(incident.id, row.id));
  // Not once more because a clock went back.
  if (row.wellSince !== null || row.comebacks >= MOST_COMEBACKS_TOLD) return;
  const text = `Rules find it well. It is closed when that lasts ${saySpan(INCIDENT_KINDS[row.kind].closesAfterMs)}.`;
  await record(tx, { ...row, ...well }, { kind: "well-again", text, state: well.state, author: RULES, atMs: nowMs });
}

/** It is over, and nobody had to say so. */
export async function close(tx: Transaction, row: IncidentRow | undefined, nowMs: PosixMs): Promise<void> {
  if (!row) return;
  const over = { state: "resolved", resolvedAt: new Date(nowMs), resolvedBy: RULES } as const;
  // Kept where it was well at the first look: since when it is well is when it was over.
  const wellSince = row.wellSince ?? over.resolvedAt;
  await tx
    .update(incident)
    .set({ ...over, wellSince })
    .where(eq(incident.id, row.id));
  const text = "It is well again, and stayed so.";
  await record(tx, { ...row, ...over }, { kind: "resolved", text, state: "resolved", author: RULES, atMs: nowMs });
}
