import { eq } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { day } from "@/db/schema";
import { maySign } from "@/server/domain/day/may-sign";
import { signUntilMs } from "@/server/domain/day/signing-time";
import type { DayIndex, PosixMs } from "@/server/domain/units";
import { chainNow } from "../chain-now";
import type { DayRow } from "../day/move-day";
import { ServiceError } from "../errors";
import type { PersonWithKey } from "../people/load-person";
import { type LivePool, loadLivePool } from "../pool/load-pool";
import { signaturesOf } from "./signatures";
import { findToSign, type ToSign } from "./to-sign";

/** What of a day can be signed now. */
export type OpenApproval = {
  readonly toSign: ToSign;
  readonly untilMs: PosixMs;
  readonly approvals: number;
  readonly threshold: number;
  /** Whether this person's signature would count and is not there. */
  readonly canSign: (person: Pick<PersonWithKey, "role" | "approverKey">) => boolean;
};

/** Null if there is nothing to sign, or the pool has changed since it was proposed. */
export async function readApproval(
  db: Database | Transaction,
  row: DayRow,
  { pool, nowMs }: { readonly pool: LivePool; readonly nowMs: PosixMs },
): Promise<OpenApproval | null> {
  const toSign = await findToSign(db, row, pool).catch(unlessRefused);
  if (toSign === null) return null;
  const { digest: planDigest, deadlineMs } = toSign;
  const signatures = await signaturesOf(db, { dayIndex: row.dayIndex, planDigest, deadlineMs });
  const signed = signatures.flatMap(({ role, publicKey }) => (role === "approver" ? [publicKey] : []));
  const plan = { state: row.state, deadlineMs, settings: pool.settings, nowMs };
  return {
    toSign,
    untilMs: signUntilMs(toSign, pool.settings) ?? nowMs,
    approvals: signed.length,
    threshold: pool.settings.threshold,
    canSign: (person) => maySign(person, plan, signed).ok,
  };
}

/** The same of a day by its number, as the chain stands now. */
export async function findApproval(db: Database | Transaction, dayIndex: DayIndex): Promise<OpenApproval | null> {
  const [row] = await db.select().from(day).where(eq(day.dayIndex, dayIndex));
  const pool = await loadLivePool(db).catch(unlessRefused);
  const now = await chainNow(db);
  return row && pool && now ? readApproval(db, row, { pool, nowMs: now.timeMs }) : null;
}

function unlessRefused(error: unknown): null {
  if (error instanceof ServiceError) return null;
  throw error;
}
