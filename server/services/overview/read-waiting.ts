import { asc } from "drizzle-orm";
import { day } from "@/db/schema";
import { maySign } from "@/server/domain/day/may-sign";
import { signUntilMs } from "@/server/domain/day/signing-time";
import type { StopReason } from "@/server/domain/day/stop-reason";
import { signaturesOf } from "../approval/signatures";
import { findToSign } from "../approval/to-sign";
import { chainNow } from "../chain-now";
import type { Context } from "../context";
import { isInStates } from "../day/in-states";
import { mayRelease } from "../day/release-request";
import { ServiceError } from "../errors";
import { loadPerson } from "../people/load-person";
import { loadLivePool } from "../pool/load-pool";

export type WaitingItem = {
  readonly dayIndex: number;
  readonly totalLovelace: bigint | null;
  /** Chain time: until when a plan can be signed, or since when a day is stopped. */
  readonly atMs: number;
} & (
  | { readonly kind: "approve"; readonly detail: string }
  | { readonly kind: "release"; readonly reason: StopReason | null }
);

/** What this person can act on: plans to sign, stopped days to release. Oldest first. */
export async function readWaiting({ db }: Pick<Context, "db">, userId: string): Promise<WaitingItem[]> {
  const pool = await loadLivePool(db);
  const now = await chainNow(db);
  if (!pool || !now) return [];
  const days = await db
    .select()
    .from(day)
    .where(isInStates(["PROPOSED", "PART_PAID", "FROZEN"]))
    .orderBy(asc(day.dayIndex));
  const person = await loadPerson(db, userId);
  if (!person) return [];
  const items: WaitingItem[] = [];
  for (const row of days) {
    const { dayIndex, totalLovelace } = row;
    if (row.state === "FROZEN") {
      const release = await mayRelease(db, row, person);
      if (!release.ok) continue;
      const { stateSinceMs: atMs, stopReason: reason } = row;
      items.push({ kind: "release", dayIndex, totalLovelace, atMs, reason });
      continue;
    }
    // A plan whose pool has changed cannot be signed.
    const toSign = await findToSign(db, row, pool).catch(unlessRefused);
    if (toSign === null) continue;
    const { digest: planDigest, deadlineMs, lovelace } = toSign;
    const approvals = await signaturesOf(db, { dayIndex, planDigest, deadlineMs });
    const signed = approvals.filter(({ role }) => role === "approver").map(({ publicKey }) => publicKey);
    const plan = { state: row.state, deadlineMs, settings: pool.settings, nowMs: now.timeMs };
    if (!maySign(person, plan, signed).ok) continue;
    const detail = `${signed.length} of ${pool.settings.threshold} approvals`;
    const atMs = signUntilMs(toSign, pool.settings) ?? now.timeMs;
    items.push({ kind: "approve", dayIndex, totalLovelace: lovelace, atMs, detail });
  }
  return items;
}

function unlessRefused(error: unknown): null {
  if (error instanceof ServiceError) return null;
  throw error;
}
