import type { ClockDifference } from "@/db/clock";
import { ENOUGH_FREE_BYTES, MOST_AHEAD_MS } from "@/server/domain/health/limits";
import type { Finding } from "@/server/domain/monitoring/finding";
import { sayAge } from "@/server/words/age";

const MIB = 1_048_576n;

/** Whoever reads an alert on a phone has to be told which machine it is about. */
type FolderOf = { readonly machine: string; readonly folder: string };

/** Whether the disk of the folder that the watch runs in has room. The embedded database and logs are mostly there. */
export function judgeDisk({ machine, folder }: FolderOf, freeBytes: bigint): Finding[] {
  if (freeBytes >= ENOUGH_FREE_BYTES) return [];
  const fact = `The disk of ${folder} on ${machine} has ${freeBytes / MIB} MiB free.`;
  return [{ kind: "disk-full", subject: `${machine}:${folder}`, fact, next: "Make room on it.", sinceMs: null }];
}

/** Signatures, sessions and turns go by both clocks. `machine`: the one whose clock is compared with the database's. */
export function judgeDatabaseClock(machine: string, { aheadMs, withinMs }: ClockDifference): Finding[] {
  if (Math.abs(aheadMs) - withinMs <= MOST_AHEAD_MS) return [];
  const where = aheadMs > 0 ? "ahead of" : "behind";
  const fact = `The database's clock is ${sayAge(Math.abs(aheadMs))} ${where} that of ${machine}.`;
  const next = "Compare both machines' clocks with a third (timedatectl), and mend the one that is wrong.";
  return [{ kind: "clock-wrong", subject: `${machine}, database`, fact, next, sinceMs: null }];
}
