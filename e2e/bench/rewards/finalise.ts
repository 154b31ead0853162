import { sql } from "drizzle-orm";
import { closeDatabase, connectDatabase, type Database } from "@/db/client";
import { createTestDatabase, TEST_AUDIT_KEYS } from "@/db/testing/database";
import { type Finish, prepareClose, prepareSettle } from "@/server/testing/services/finalise-day";
import { say, timed } from "../timed";

export type Finalised = { readonly finalise1mMs: number; readonly scanHeldMs: number };

/** Settles a paid day of so many lines, and closes one on which nothing is payable; the slower of both. */
export async function measureFinalise(lines: number): Promise<Finalised> {
  const settled = await measure("settled", (db) => prepareSettle(db, lines));
  const closed = await measure("closed", (db) => prepareClose(db, lines));
  return {
    finalise1mMs: Math.max(settled.ms, closed.ms),
    scanHeldMs: Math.max(settled.heldMs, closed.heldMs),
  };
}

type Timed = { readonly ms: number; readonly heldMs: number };

async function measure(what: string, prepare: (db: Database) => Promise<Finish>): Promise<Timed> {
  const test = await createTestDatabase();
  // Filling the tables may take longer than the product allows a statement.
  const patient = await connectDatabase(test.url, { statementTimeoutMs: 0, auditKeys: TEST_AUDIT_KEYS });
  try {
    const finish = await prepare(patient);
    await patient.execute(sql`vacuum analyze`);
    const waits = watchScan(patient);
    const { ms } = await timed(() => finish(test.db));
    const heldMs = await waits.longest();
    say(`a day is ${what} in ${Math.round(ms)} ms; a scan waits for at most ${heldMs} ms`);
    return { ms: Math.round(ms), heldMs };
  } finally {
    await closeDatabase(patient);
    await test.drop();
  }
}

const PAUSE_MS = 10;

/** Locks what a scan locks when it writes, again and again. */
function watchScan(db: Database): { longest(): Promise<number> } {
  let isDone = false;
  let longest = 0;
  const watching = (async () => {
    while (!isDone) {
      const start = performance.now();
      await db.execute(sql`select height from source_state for update`);
      longest = Math.max(longest, performance.now() - start);
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  })();
  return {
    longest: async () => {
      isDone = true;
      await watching;
      return Math.round(longest);
    },
  };
}
