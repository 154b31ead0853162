import { withTransaction } from "@/db/transaction";
import { isMainnet, magicOf } from "@/server/domain/cardano/network";
import type { StopReason } from "@/server/domain/day/stop-reason";
import { nameOf, type Opinion, type SettledOpinion } from "@/server/domain/second-opinion/opinion";
import { sayStopReason } from "@/server/words/stop-reason";
import { type DayRow, freezeDay } from "../../day/move-day";
import { findOpinion, keepOpinion } from "../../day/second-opinion";
import type { Situation } from "../../day/situation";
import { holdSnapshot, type SnapshotRow } from "../../day/snapshot";
import { again, type JobResult, needsHuman } from "../../job-result";
import type { PayoutContext } from "../../payout/payout-context";
import { askSecondOpinion } from "../../second-opinion/ask-second-opinion";
import { doubtDay } from "./doubt-day";
import { findUnsure } from "./find-unsure";

export type Asked =
  | { readonly kind: "settled"; readonly opinion: SettledOpinion }
  | { readonly kind: "not-yet"; readonly result: JobResult };

/**
 * What a report may say of the sources that its day was read from. Before that the day waits for a witness, or stops
 * where one says something else for some blocks. Without any a day of mainnet goes no further, unless two people have
 * accepted that.
 */
export async function secondOpinionOf(
  ctx: PayoutContext,
  day: DayRow,
  snapshot: SnapshotRow,
  { now, pool, rules, operations }: Situation,
): Promise<Asked> {
  const checkFirst = () => findUnsure(ctx, snapshot, rules);
  const answer = await askSecondOpinion(ctx, snapshot, { rules, height: now.height, checkFirst });
  switch (answer.kind) {
    case "settled":
    case "not-yet":
      return answer;
    case "differs":
      return { kind: "not-yet", result: await doubtDay(ctx, day, { snapshot, reason: reasonOf(answer.opinion) }) };
  }
  const before = (await findOpinion(ctx.db, snapshot.id))?.opinion;
  if (before?.kind === "differs") return stopForGood(ctx, day, snapshot, reasonOf(before));
  const { singleSourceAcceptedBy: acceptedBy } = operations;
  // By what the pool itself is for: a source that is alone could say that this is another network.
  if (acceptedBy === null && isMainnet(magicOf(pool.settings.network) ?? 0)) {
    const detail =
      "a mainnet day needs more than one chain source, unless two people accept a single one (operations: singleSourceAcceptedBy)";
    return { kind: "not-yet", result: needsHuman(detail) };
  }
  const alone = { kind: "alone", first: nameOf(ctx.source), acceptedBy } as const;
  const opinion =
    before?.kind === "alone"
      ? before
      : await keepOpinion(ctx.db, snapshot.id, { opinion: alone, askedHeight: now.height });
  if (opinion.kind === "waits" || opinion.kind === "differs") {
    return { kind: "not-yet", result: again(`day ${day.dayIndex}: another instance asks a second source`) };
  }
  return { kind: "settled", opinion };
}

export function reasonOf({ first, witness, total }: Extract<Opinion, { kind: "differs" }>): StopReason {
  return { kind: "sources-differ", between: { first, witness, total } };
}

/** Whoever differed is not asked any more: that is no agreement, so people decide. */
async function stopForGood(ctx: PayoutContext, day: DayRow, snapshot: SnapshotRow, reason: StopReason): Promise<Asked> {
  await withTransaction(ctx.db, async (tx) => {
    const { timeMs: atMs } = await holdSnapshot(tx, snapshot);
    await freezeDay(tx, day, { actor: "job:advance", atMs, reason });
  });
  return { kind: "not-yet", result: needsHuman(sayStopReason(reason), day.dayIndex) };
}
