import { max } from "drizzle-orm";
import type { Database } from "@/db/client";
import { auditEvent } from "@/db/schema";
import type { Segment } from "@/server/domain/audit/anchor";
import type { Hex, PosixMs } from "@/server/domain/units";
import { loadCheck } from "./internal/stored-check";

/** An engine looks each minute: after this it does not run, or cannot. */
const OLD_AFTER_MS = 15 * 60_000;

/** What the engine's check of the log found last (check-further.ts). */
export type StoredVerdict =
  | { readonly kind: "never" }
  | {
      readonly kind: "changed";
      readonly sequence: number;
      readonly problem: string;
      readonly sinceMs: PosixMs;
      readonly checkedAtMs: PosixMs;
      readonly isOld: boolean;
    }
  | {
      readonly kind: "verified";
      /** The last event that was checked, and its hash. */
      readonly upTo: number;
      readonly hash: Hex;
      /** Events after it. */
      readonly unread: number;
      readonly segments: readonly Segment[];
      readonly checkedAtMs: PosixMs;
      readonly isOld: boolean;
    };

/** Two rows are read, however long the log is. */
export async function readVerdict(db: Database, nowMs: PosixMs): Promise<StoredVerdict> {
  const check = await loadCheck(db);
  if (!check) return { kind: "never" };
  const { known, problem, checkedAtMs } = check;
  const isOld = Math.abs(nowMs - checkedAtMs) >= OLD_AFTER_MS;
  if (problem) return { kind: "changed", ...problem, checkedAtMs, isOld };
  const [newest] = await db.select({ sequence: max(auditEvent.sequence) }).from(auditEvent);
  const { sequence: upTo, hash, segments } = known;
  const unread = Math.max(0, (newest?.sequence ?? 0) - upTo);
  return { kind: "verified", upTo, hash, unread, segments, checkedAtMs, isOld };
}
