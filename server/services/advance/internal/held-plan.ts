import { toCanonicalJson } from "@/server/domain/canonical";
import type { HeldPlan } from "@/server/domain/ports";
import { type Manifest, readManifest } from "@/server/domain/report/manifest";
import type { WrittenReport } from "@/server/domain/report/write-report";
import type { DayIndex } from "@/server/domain/units";
import { askWhatIsHeld } from "../../approval/what-is-held";
import { timeOfBlock } from "../../chain-now";
import type { PoolSituation } from "../../day/situation";
import { finalDepth } from "../../final-depth";
import { type JobResult, needsHuman, waiting } from "../../job-result";
import type { PayoutContext } from "../../payout/payout-context";
import { findReport } from "../../reports/find-report";

/** Null if a day that pays nothing may be closed: nothing that the signer holds for it, or a later day, can land. */
export async function whyNotClose(
  ctx: PayoutContext,
  dayIndex: DayIndex,
  { pool, now }: PoolSituation,
): Promise<JobResult | null> {
  const answer = await askWhatIsHeld(ctx, pool);
  if ("problem" in answer) return needsHuman(sayNoAnswer(dayIndex, answer.problem));
  const { held } = answer;
  if (held === null || held.day < dayIndex) return null;
  const passedMs = await timeOfBlock(ctx.db, now.height - (await finalDepth(ctx.source)));
  return passedMs !== null && passedMs > held.deadlineMs ? null : waiting(sayHeld(dayIndex, held));
}

export function sayNoAnswer(dayIndex: DayIndex, problem: string): string {
  return `day ${dayIndex} waits: the oracle's signer does not say what it has signed for the pool as it stands: ${problem}`;
}

/**
 * The report that the signer has signed for this day, if it says the same as ours in all that can be computed: only
 * what is declared differs, such as the head of an audit log that is gone. Null if it is another, or is nowhere.
 */
export async function sameReport(ctx: PayoutContext, ours: Manifest, held: HeldPlan): Promise<WrittenReport | null> {
  if (held.day !== ours.dayIndex) return null;
  const { reportHash: hash } = held;
  const text = (await ctx.reportStore.get(hash)) ?? (await findReport(ctx.db, hash))?.manifest ?? "";
  const read = readManifest(text);
  if (!read.ok || read.hash !== hash) return null;
  const { manifest } = read;
  return undeclared(manifest) === undeclared(ours) ? { manifest, text, hash } : null;
}

/** That people closed the day decides what it pays, so it is compared too. */
function undeclared({ declared, ...computed }: Manifest): string {
  return toCanonicalJson({ ...computed, closing: declared.closing });
}

/** In words: what was signed, and what ends it. */
export function sayHeld(dayIndex: DayIndex, { day, digest, reportHash, deadlineMs }: HeldPlan): string {
  const until = new Date(deadlineMs).toISOString();
  return `day ${dayIndex} waits: for the pool as it stands the oracle has signed ${digest} of day ${day}, report ${reportHash}, before ${until}. It can land until then, and the signer signs nothing else for a day after it. Cancel it (npm run pool -- cancel). If this database was restored, put that report into REPORT_DIR: if it says the same as this day's, it is taken over`;
}
