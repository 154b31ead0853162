import { ENOUGH_FREE_BYTES, MOST_AHEAD_MS } from "@/server/domain/health/limits";
import type { Finding } from "@/server/domain/monitoring/finding";
import { sayAge } from "@/server/words/age";

const MIB = 1_048_576n;

/** Whether the disk of the folder that the watch runs in has room. The embedded database and logs are mostly there. */
export function judgeDisk(folder: string, freeBytes: bigint): Finding[] {
  if (freeBytes >= ENOUGH_FREE_BYTES) return [];
  const fact = `The disk of ${folder} has ${freeBytes / MIB} MiB free.`;
  return [{ kind: "disk-full", subject: folder, fact, next: "Make room on it.", sinceMs: null }];
}

/** By how much the database's clock is ahead of this machine's; `withinMs`: as long as the question took. */
export type ClockDifference = { readonly aheadMs: number; readonly withinMs: number };

/** Signatures, sessions and turns go by both clocks. */
export function judgeDatabaseClock({ aheadMs, withinMs }: ClockDifference): Finding[] {
  if (Math.abs(aheadMs) - withinMs <= MOST_AHEAD_MS) return [];
  const where = aheadMs > 0 ? "ahead of" : "behind";
  const fact = `The database's clock is ${sayAge(Math.abs(aheadMs))} ${where} this machine's.`;
  const next = "Compare both machines' clocks with a third (timedatectl), and mend the one that is wrong.";
  return [{ kind: "clock-wrong", subject: "database", fact, next, sinceMs: null }];
}
