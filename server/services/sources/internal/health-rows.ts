import { and, eq, isNotNull, isNull, ne, notInArray, sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { sourceHealth } from "@/db/schema";
import { tell } from "@/db/tell";
import { withTransaction } from "@/db/transaction";
import type { CircuitRecord, SourceState } from "@/server/domain/source/health";
import type { SourceName } from "@/server/domain/source/names";
import type { PosixMs } from "@/server/domain/units";
import { queueEvent } from "../../outbox/queue-event";

export type HealthRow = typeof sourceHealth.$inferSelect;

/** A source as the settings name it. */
export type Known = Pick<HealthRow, "name" | "server" | "hasBytes" | "place">;

type Loading = { readonly nowMs: PosixMs; readonly isGuest: boolean };

/** A row for each, in the order of the settings; new ones are good until they fail. A guest's order is its own. */
export async function loadHealth(db: Database, known: readonly Known[], loading: Loading): Promise<HealthRow[]> {
  const { nowMs, isGuest } = loading;
  const rows = await db.select().from(sourceHealth);
  const found = known.map(({ name }) => rows.find((row) => row.name === name));
  const isPlaced = (row: HealthRow | undefined, at: number) => isGuest || row?.place === known[at]?.place;
  const isKnown = found.every((row, at) => row?.server === known[at]?.server && isPlaced(row, at));
  if (isKnown) return found.filter((row) => row !== undefined);
  await db
    .insert(sourceHealth)
    .values(known.map((each) => ({ ...each, sinceMs: nowMs })))
    .onConflictDoUpdate({
      target: sourceHealth.name,
      // Another server under the same name has a health of its own; another place in the order changes nothing of it.
      set: { place: isGuest ? sql`${sourceHealth.place}` : sql`excluded.place` },
    });
  for (const { name, server, hasBytes } of known) {
    await db
      .update(sourceHealth)
      .set({
        server,
        hasBytes,
        state: "good",
        reason: null,
        circuit: null,
        nextTryMs: null,
        sinceMs: nowMs,
        goodProbes: 0,
        differing: 0,
        tipHeight: null,
        tipHash: null,
      })
      .where(and(eq(sourceHealth.name, name), ne(sourceHealth.server, server)));
  }
  return loadHealth(db, known, loading);
}

/** What the settings do not name any more is not shown as a source. */
export async function forgetOthers(db: Database, known: readonly Known[]): Promise<void> {
  const names = known.map(({ name }) => name);
  await db.delete(sourceHealth).where(notInArray(sourceHealth.name, names));
}

export type Found = {
  readonly state: SourceState;
  readonly reason: string | null;
  readonly nextTryMs?: PosixMs | null;
  readonly circuit?: CircuitRecord | null;
};

/** Writes how a source is. Where that is another state, it is so from now on, and an event says so. */
export async function writeFound(db: Database, name: SourceName, found: Found, nowMs: PosixMs): Promise<void> {
  const { state, reason, nextTryMs = null, circuit = null } = found;
  await withTransaction(db, async (tx) => {
    const [row] = await tx.select().from(sourceHealth).where(eq(sourceHealth.name, name)).for("update");
    if (!row) return;
    const isNew = row.state !== state;
    await tx
      .update(sourceHealth)
      .set({
        state,
        reason,
        nextTryMs,
        circuit,
        ...(isNew ? { sinceMs: nowMs, goodProbes: 0 } : {}),
      })
      .where(eq(sourceHealth.name, name));
    if (!isNew) return;
    await queueEvent(tx, "source.state", { source: name, from: row.state, to: state, reason });
    await tell(tx, "source", 0);
  });
}

/** The source that is read from is another one now, if it still is the one that was seen. */
export async function writeChosen(db: Database, from: HealthRow | undefined, to: HealthRow, nowMs: PosixMs) {
  await withTransaction(db, async (tx) => {
    if (!(await giveUp(tx, from))) return;
    const taken = await tx
      .update(sourceHealth)
      .set({ chosenMs: nowMs })
      .where(and(eq(sourceHealth.name, to.name), isNull(sourceHealth.chosenMs)))
      .returning({ name: sourceHealth.name });
    if (taken.length > 0) await tell(tx, "source", 0);
    if (taken.length > 0 && from) {
      await queueEvent(tx, "source.chosen", { from: from.name, to: to.name, reason: from.reason });
    }
  });
}

/** False where another instance was faster. Takes the place from one that the settings do not name any more as well. */
async function giveUp(tx: Transaction, from: HealthRow | undefined): Promise<boolean> {
  const chosen = await tx.select().from(sourceHealth).where(isNotNull(sourceHealth.chosenMs)).for("update");
  if (from && !chosen.some(({ name }) => name === from.name)) return false;
  await tx.update(sourceHealth).set({ chosenMs: null }).where(isNotNull(sourceHealth.chosenMs));
  return true;
}
