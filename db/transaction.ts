import { setTimeout as sleep } from "node:timers/promises";
import type { PgTransactionConfig } from "drizzle-orm/pg-core";
import type { Database, Transaction } from "./client";
import { errorCode } from "./errors";

// PostgreSQL, appendix A: serialization_failure and deadlock_detected. Such a transaction left nothing.
const TRANSIENT = new Set(["40001", "40P01"]);
const ATTEMPTS = 6;
const FIRST_PAUSE_MS = 10;

/** Everything is read as it was at the first statement. */
export const READ_ONLY: PgTransactionConfig = { isolationLevel: "repeatable read", accessMode: "read only" };

/**
 * Runs `fn` in a transaction, and again if the database aborts it in favour of another: six times in all, with growing
 * pauses. So `fn` must change nothing outside the database.
 */
export async function withTransaction<T>(
  db: Database,
  fn: (tx: Transaction) => Promise<T>,
  config?: PgTransactionConfig,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction(fn, config);
    } catch (error) {
      if (attempt >= ATTEMPTS || !TRANSIENT.has(errorCode(error) ?? "")) throw error;
      // A random part keeps two that collided from colliding again.
      await sleep(FIRST_PAUSE_MS * 2 ** attempt * (0.5 + Math.random()));
    }
  }
}
