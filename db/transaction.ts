import { setTimeout as sleep } from "node:timers/promises";
import type { PgTransactionConfig } from "drizzle-orm/pg-core";
import type { Database, Transaction } from "./client";
import { DatabaseError, errorCode, violatedConstraint } from "./errors";
import { asStatement } from "./observe-statements";

// PostgreSQL, appendix A: serialization_failure and deadlock_detected. Such a transaction left nothing.
const TRANSIENT = new Set(["40001", "40P01"]);
/** The audit log's next number was taken by a row that this transaction cannot see yet. */
const TAKEN_MEANWHILE = "audit_event_pkey";
const ATTEMPTS = 6;
/** Fewer where the session ended: perhaps because what it waited for takes too long, and will again. */
const LOST_ATTEMPTS = 3;
const FIRST_PAUSE_MS = 10;

/** Everything is read as it was at the first statement. */
export const READ_ONLY: PgTransactionConfig = { isolationLevel: "repeatable read", accessMode: "read only" };

/**
 * Runs `fn` in a transaction, and again if the database aborts it in favour of another or ends its session: up to six
 * times in all, with growing pauses. So `fn` must change nothing outside the database.
 */
export async function withTransaction<T>(
  db: Database,
  fn: (tx: Transaction) => Promise<T>,
  config?: PgTransactionConfig,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await asStatement("transaction", () => db.transaction(fn, config));
    } catch (error) {
      if (attempt >= attemptsAfter(error)) throw error;
      // A random part keeps two that collided from colliding again.
      await sleep(FIRST_PAUSE_MS * 2 ** attempt * (0.5 + Math.random()));
    }
  }
}

/** How often in all a transaction that failed like this may be tried. */
function attemptsAfter(error: unknown): number {
  if (error instanceof DatabaseError && error.problem === "session-lost") return LOST_ATTEMPTS;
  const isTransient = TRANSIENT.has(errorCode(error) ?? "") || violatedConstraint(error) === TAKEN_MEANWHILE;
  return isTransient ? ATTEMPTS : 1;
}
