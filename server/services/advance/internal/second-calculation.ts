import type { SecondCalculation } from "@/server/domain/plan/findings";
import type { RewardCalculation } from "@/server/domain/rewards/reward-line";
import { calculateSecond } from "@/server/domain/second-calculation/calculate";
import { compareCalculations } from "@/server/domain/second-calculation/compare";
import {
  emptyState,
  type ReplayState,
  type ReplayTerms,
  replayPortion,
} from "@/server/domain/second-calculation/replay";
import { saySecondCalculation } from "@/server/words/second-calculation";
import type { Context } from "../../context";
import type { DayInput } from "../../day/calculate";
import type { Situation } from "../../day/situation";
import { isStillOurs, type SnapshotRow } from "../../day/snapshot";
import { LostRace } from "../../lost-race";
import {
  type Checkpoint,
  type CheckpointDraft,
  draftCheckpoint,
  dropCheckpoint,
  loadCheckpoint,
  newestFinalSnapshot,
  sealCheckpoint,
} from "./checkpoints";
import { readPortions } from "./raw-transactions";

const MOST_DIFFERENCES_STORED = 50;

type Input = DayInput & { readonly snapshot: SnapshotRow };
type Compared = { readonly finding: SecondCalculation; readonly draft: CheckpointDraft | null };

/**
 * Calculates a day again, from raw transactions and by other means, and compares it with the first calculation line by
 * line. Goes on from a checkpoint where there is one; if it does not agree from there, all of the history decides. Once
 * it agrees, the newest final day becomes the next checkpoint.
 */
export async function calculateAgain(
  ctx: Context,
  first: RewardCalculation,
  input: Input,
  situation: Situation,
): Promise<SecondCalculation> {
  const { rules, pool } = situation;
  const terms: ReplayTerms = { rules, intervalMs: pool.settings.intervalMs };
  const compareFrom = (start: Checkpoint | null) => replayAndCompare(ctx, first, { ...input, terms, start });
  const start = await loadCheckpoint(ctx, terms, input.snapshot);
  let compared = await compareFrom(start);
  if (start !== null && compared.finding.kind !== "agrees") {
    const { dayIndex, height } = input.snapshot;
    if (!(await isStillOurs(ctx.db, input.snapshot))) {
      throw new LostRace(`what day ${dayIndex} was read from at block ${height} has changed`);
    }
    const said = saySecondCalculation(compared.finding);
    ctx.log.warn({ dayIndex, said }, "from its checkpoint the second calculation does not agree: all is replayed");
    compared = await compareFrom(null);
    if (compared.finding.kind === "agrees") {
      ctx.log.error(
        { dayIndex, checkpoint: start.hash },
        "a checkpoint of the second calculation was wrong; it is gone",
      );
      await dropCheckpoint(ctx.db, start.hash);
    }
  }
  if (compared.finding.kind === "agrees" && compared.draft) await sealCheckpoint(ctx, compared.draft);
  return compared.finding;
}

async function replayAndCompare(
  ctx: Context,
  first: RewardCalculation,
  input: Input & { readonly terms: ReplayTerms; readonly start: Checkpoint | null },
): Promise<Compared> {
  const { snapshot, terms, start } = input;
  const replay = start?.state ?? emptyState();
  const sinceHeight = start === null ? null : replay.height;
  const final = await newestFinalSnapshot(ctx.db, snapshot.dayIndex);
  let draft: CheckpointDraft | null = null;
  let transactions = 0;
  for (const block of final && final.height > replay.height ? [final, snapshot] : [snapshot]) {
    const replayed = await replayTo(ctx, replay, terms, block);
    if ("problem" in replayed) return { finding: { kind: "impossible", problem: replayed.problem }, draft: null };
    transactions += replayed.transactions;
    if (block === final) draft = await draftCheckpoint(ctx.db, replay, terms, final);
  }
  const second = calculateSecond({ ...input, replay, rules: terms.rules, dayIndex: snapshot.dayIndex });
  const differences = compareCalculations(first, second);
  const places = differences.length;
  if (places === 0) return { finding: { kind: "agrees", transactions, lines: first.lines.length, sinceHeight }, draft };
  return { finding: { kind: "differs", places, differences: differences.slice(0, MOST_DIFFERENCES_STORED) }, draft };
}

/** Takes the state on to a block, and says of how many transactions; or why the history cannot be whole. */
async function replayTo(
  { db }: Context,
  state: ReplayState,
  terms: ReplayTerms,
  block: SnapshotRow,
): Promise<{ readonly transactions: number } | { readonly problem: string }> {
  let count = 0;
  const { height: after } = state;
  for await (const portion of readPortions(db, { rules: terms.rules, after, upTo: block.height })) {
    const problem = replayPortion(state, portion, terms, block);
    if (problem !== null) return { problem };
    count += portion.transactions.length + portion.latePlays.length;
  }
  state.height = block.height;
  return { transactions: count };
}
