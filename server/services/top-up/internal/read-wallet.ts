import type { Database } from "@/db/client";
import type { TxOutput } from "@/server/domain/ports";
import type { TopUpState } from "@/server/domain/top-up/states";
import type { PosixMs } from "@/server/domain/units";
import type { Context } from "../../context";
import { ServiceError } from "../../errors";
import { failureInWords } from "../../failure-in-words";
import { inTime } from "../../in-time";
import { walletAt } from "../../pool/deposit-of-others";
import type { TopUpRow } from "../top-ups";

/*
 * What a stranger's addresses hold is as much as the stranger wants, so each top-up may cost a bounded number
 * of questions, and bounded time. What is remembered here only saves questions: a restart forgets it.
 */

/** By the chain's time, between two readings for the same purpose. */
const PAUSE_MS: PosixMs = 120_000;
const MOST_FAILURES = 2;
/** By this machine's clock. */
const MOST_MS = 20_000;

type Looks = { failures: number; readonly atMs: Map<TopUpState, PosixMs> };
const looksOf = new WeakMap<Database, Map<string, Looks>>();

/** Null where it was read a moment ago, or could not be read for the first time; a problem where it is to be ended. */
export async function readWallet(
  { db, source, log }: Context,
  { id, state, addresses }: TopUpRow,
  nowMs: PosixMs,
): Promise<readonly TxOutput[] | { readonly problem: string } | null> {
  const all = looksOf.get(db) ?? new Map<string, Looks>();
  looksOf.set(db, all);
  const looks = all.get(id) ?? { failures: 0, atMs: new Map() };
  all.set(id, looks);
  // Below zero after a rollback.
  const elapsed = nowMs - (looks.atMs.get(state) ?? Number.NEGATIVE_INFINITY);
  if (elapsed >= 0 && elapsed < PAUSE_MS) return null;
  looks.atMs.set(state, nowMs);
  try {
    const reading = walletAt(source, addresses, AbortSignal.timeout(MOST_MS));
    const wallet = await inTime(reading, "its addresses were not read", MOST_MS);
    looks.failures = 0;
    return wallet;
  } catch (error) {
    const why = failureInWords(error);
    looks.failures++;
    if (error instanceof ServiceError) return { problem: why };
    if (looks.failures >= MOST_FAILURES) return { problem: `its addresses could not be read, twice: ${why}` };
    log.warn({ err: error, topUp: id }, "the addresses of a top-up could not be read");
    return null;
  }
}

/** Of top-ups that have ended nothing is kept. */
export function forgetWallets(db: Database, open: readonly TopUpRow[]): void {
  const all = looksOf.get(db);
  for (const id of all?.keys() ?? []) if (!open.some((row) => row.id === id)) all?.delete(id);
}
