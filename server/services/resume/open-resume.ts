import { asc, eq, isNull } from "drizzle-orm";
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

/** Those that may still land, whatever a rollback does. Few: each ends with the state of the pool that it is for. */
export async function openResumes(db: Database | Transaction): Promise<ResumeRow[]> {
  return db.select().from(resume).where(isNull(resume.endedBecause)).orderBy(asc(resume.id));
}

/** The open Resume that would go on with what the pool holds now: only one thing is signed for a state of the pool. */
export async function resumeOf(db: Database | Transaction, pool: LivePool): Promise<ResumeRow | null> {
  return (await openResumes(db)).find(({ signedFor }) => isPoolIn(signedFor, pool)) ?? null;
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
