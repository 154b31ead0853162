import type { Database } from "@/db/client";
import type { DayRow } from "../day/move-day";
import { findUnsigned, type Unsigned } from "../day/sign-requests";
import type { ResumeRow } from "../resume/open-resume";

/** What the oracle was asked for a day and has not signed: its plan, or the Resume of what that left. */
export async function findAsked(
  db: Database,
  { dayIndex, planDigest: digest, deadlineMs }: DayRow,
  resuming: ResumeRow | null,
): Promise<Unsigned | null> {
  if (resuming?.dayIndex === dayIndex) {
    return findUnsigned(db, { digest: resuming.tail, deadlineMs: resuming.deadlineMs });
  }
  return digest === null || deadlineMs === null ? null : findUnsigned(db, { digest, deadlineMs });
}
