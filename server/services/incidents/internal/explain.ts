import { eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { incident } from "@/db/schema";
import { judgeCauses, judgePriorities } from "@/server/domain/monitoring/judge-incidents-causes";
import type { PosixMs } from "@/server/domain/units";
import { RULES, record } from "./record";
import { holdOpen, type IncidentRow, toOpenIncident } from "./rows";

/** Puts what is open under what explains it, and makes causes as urgent as what depends on them. */
export async function explain(tx: Transaction, nowMs: PosixMs): Promise<void> {
  const rows = await holdOpen(tx);
  const byId = new Map(rows.map((row) => [row.id, row]));
  for (const { id, causeId } of judgeCauses(rows.map(toOpenIncident))) {
    const row = byId.get(id);
    if (!row) continue;
    const now: IncidentRow = { ...row, causeId };
    byId.set(id, now);
    await tx.update(incident).set({ causeId }).where(eq(incident.id, id));
    const cause = causeId === null ? undefined : byId.get(causeId);
    await record(
      tx,
      now,
      cause
        ? { kind: "explained", text: `Explained by incident ${cause.id}: ${cause.title}.`, author: RULES, atMs: nowMs }
        : { kind: "on-its-own", text: `Incident ${row.causeId} no longer explains it.`, author: RULES, atMs: nowMs },
    );
  }
  for (const { id, priority } of judgePriorities([...byId.values()].map(toOpenIncident))) {
    const row = byId.get(id);
    if (!row) continue;
    await tx.update(incident).set({ priority }).where(eq(incident.id, id));
    const text = `Priority ${priority} from now on, as something of that priority depends on it.`;
    await record(tx, { ...row, priority }, { kind: "raised", text, author: RULES, atMs: nowMs });
  }
}
