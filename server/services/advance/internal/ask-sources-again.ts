import type { Transaction } from "@/db/client";
import { withTransaction } from "@/db/transaction";
import { toCanonicalJson } from "@/server/domain/canonical";
import type { Opinion } from "@/server/domain/second-opinion/opinion";
import type { PosixMs } from "@/server/domain/units";
import { saySource } from "@/server/words/second-opinion";
import { type DayRow, stopAgain, unfreezeDay } from "../../day/move-day";
import { openReleaseRequest } from "../../day/release-request";
import { findOpinion } from "../../day/second-opinion";
import type { PoolSituation } from "../../day/situation";
import { findSnapshot, holdSnapshot, isStillOurs, type SnapshotRow } from "../../day/snapshot";
import { holdScan } from "../../hold-chain";
import { again, type JobResult } from "../../job-result";
import { LostRace } from "../../lost-race";
import type { PayoutContext } from "../../payout/payout-context";
import { type AlsoKeep, askSecondOpinion } from "../../second-opinion/ask-second-opinion";
import { rulesOfVersion } from "../../settings-in-force";
import { findUnsure } from "./find-unsure";
import { reasonOf } from "./second-opinion-of";

/** Blocks between two times that the sources of a stopped day are asked. */
const ASK_STOPPED_BLOCKS = 10;

/**
 * A day that was stopped because its sources differ goes on once both were asked anew and agree, or once what they
 * differed about is gone. Null while it stays stopped. What somebody has asked for, other than that it goes on, is left
 * to people.
 */
export async function askSourcesAgain(
  ctx: PayoutContext,
  day: DayRow,
  { now }: PoolSituation,
): Promise<JobResult | null> {
  if (day.stopReason?.kind !== "sources-differ") return null;
  const request = await openReleaseRequest(ctx.db, day.dayIndex);
  if (request !== null && request.exit !== "release") return null;
  const snapshot = await findSnapshot(ctx.db, day);
  if (snapshot === null || !(await isStillOurs(ctx.db, snapshot))) {
    return goOn(ctx, day, null, "what the sources differed about is read again");
  }
  const before = await findOpinion(ctx.db, snapshot.id);
  if (before && now.height - before.askedHeight < ASK_STOPPED_BLOCKS) return null;
  const { rules } = await rulesOfVersion(ctx.db, snapshot.rulesVersion);
  // The first too: if it was wrong and says otherwise now, the day is read again.
  const checkFirst = () => findUnsure(ctx, snapshot, rules);
  const alsoKeep: AlsoKeep = (tx, opinion, atMs) => tellChange(tx, day, opinion, atMs);
  const asked = { rules, height: now.height, checkFirst, anew: true, alsoKeep };
  const answer = await askSecondOpinion(ctx, snapshot, asked);
  if (answer.kind === "settled") {
    if (answer.opinion.kind !== "agrees") return null;
    const { first, witness } = answer.opinion;
    return goOn(ctx, day, snapshot, `${saySource(first)} and ${saySource(witness)} were asked anew and agree`);
  }
  return answer.kind === "not-yet" && answer.result.result === "again" ? answer.result : null;
}

async function goOn(ctx: PayoutContext, day: DayRow, snapshot: SnapshotRow | null, detail: string): Promise<JobResult> {
  await withTransaction(ctx.db, async (tx) => {
    const { timeMs: atMs } = await (snapshot ? holdSnapshot(tx, snapshot) : holdScan(tx));
    const request = await openReleaseRequest(tx, day.dayIndex);
    if (request !== null && request.exit !== "release")
      throw new LostRace("somebody has asked for another end of the stop");
    await unfreezeDay(tx, day, { actor: "job:advance", atMs, detail });
  });
  return again(`day ${day.dayIndex} goes on: ${detail}`);
}

/** Whoever has asked for the release did not know of other differences: their request is void. */
async function tellChange(
  tx: Transaction,
  day: DayRow,
  now: Extract<Opinion, { kind: "differs" }>,
  atMs: PosixMs,
): Promise<void> {
  const before = (await findOpinion(tx, day.snapshotId))?.opinion;
  const isSame = before?.kind === "differs" && toCanonicalJson(before.rows) === toCanonicalJson(now.rows);
  if (isSame && before.total === now.total) return;
  const detail = "the sources differ otherwise";
  await stopAgain(tx, day, { actor: "job:advance", atMs, detail, set: { stopReason: reasonOf(now) } });
}
