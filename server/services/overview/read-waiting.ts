import { asc } from "drizzle-orm";
import { day } from "@/db/schema";
import type { StopReason } from "@/server/domain/day/stop-reason";
import { readApproval } from "../approval/read-approval";
import { chainNow } from "../chain-now";
import type { Context } from "../context";
import { isInStates } from "../day/in-states";
import { mayRelease } from "../day/release-request";
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
    const approval = await readApproval(db, row, { pool, nowMs: now.timeMs });
    if (!approval?.canSign(person)) continue;
    const { toSign, untilMs: atMs, approvals, threshold } = approval;
    const detail = `${approvals} of ${threshold} approvals`;
    items.push({ kind: "approve", dayIndex, totalLovelace: toSign.lovelace, atMs, detail });
  }
  return items;
}
