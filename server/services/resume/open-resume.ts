import { and, desc, eq, isNull } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { report, resume } from "@/db/schema";
import type { SignedState } from "@/server/domain/day/signed-state";
import { type BoundResume, bindResume } from "@/server/domain/plan/sign-request";
import type { PlanBinding } from "@/server/domain/ports";
import { readManifest } from "@/server/domain/report/manifest";
import type { PosixMs } from "@/server/domain/units";
import type { DayRow } from "../day/move-day";
import { ServiceError } from "../errors";
import type { LivePool } from "../pool/load-pool";
import { bindingOf, isPoolIn, signedStateOf } from "../pool/signed-state";

export type ResumeRow = typeof resume.$inferSelect;

/** The Resume of a day that may still land, or the newest of any day; null if there is none. */
export async function openResume(db: Database | Transaction, dayIndex?: number): Promise<ResumeRow | null> {
  const ofDay = dayIndex === undefined ? undefined : eq(resume.dayIndex, dayIndex);
  const [row] = await db
    .select()
    .from(resume)
    .where(and(isNull(resume.endedBecause), ofDay))
    .orderBy(desc(resume.id))
    .limit(1);
  return row ?? null;
}

/** The open Resume that would go on with what the pool holds now: only one thing is signed for a state of the pool. */
export async function resumeOf(db: Database | Transaction, pool: LivePool): Promise<ResumeRow | null> {
  const row = await openResume(db);
  return row && isPoolIn(row.signedFor, pool) ? row : null;
}

/**
 * Digest and texts of a Resume on the pool as it stands. Throws ServiceError `unavailable` if the report gives none.
 */
export async function bindDayResume(
  db: Database | Transaction,
  { dayIndex, reportHash }: DayRow,
  pool: LivePool,
  deadlineMs: PosixMs,
): Promise<{ readonly resume: BoundResume; readonly binding: PlanBinding; readonly signedFor: SignedState }> {
  const [stored] = await db
    .select({ manifest: report.manifest })
    .from(report)
    .where(eq(report.hash, reportHash ?? ""));
  const read = readManifest(stored?.manifest ?? "");
  if (!read.ok) throw new ServiceError("unavailable", `day ${dayIndex} has no report: ${read.problems.join("; ")}`);
  const binding = bindingOf(pool, deadlineMs);
  const bound = bindResume(read.manifest, binding);
  if (!bound.ok) throw new ServiceError("unavailable", `cannot resume day ${dayIndex}: ${bound.problems.join("; ")}`);
  return { resume: bound.resume, binding, signedFor: signedStateOf(binding) };
}
