import type { BlockHeader } from "@/server/domain/ports";
import type { Height } from "@/server/domain/units";
import type { Context } from "../../context";
import { type Followed, playRuleOf } from "../followed";
import { blocksAt } from "./cursor";
import { type Budget, findPlays, type Waiting } from "./find-plays";
import { findTouched } from "./find-touched";
import { type Candidate, candidatesOf, type Lists } from "./list-subjects";
import { type ReadTransaction, readCandidates } from "./read-candidates";
import { type Advance, type Stretch, writeStretch } from "./write-stretch";

/** Transactions written at once, but for those of one block. */
const TRANSACTIONS_A_STRETCH = 500;
/** Earlier transactions fetched a stretch: so many, and as many again for each of its plays. */
const EARLIER_AT_LEAST = 100;
const EARLIER_A_PLAY = 2;
/** A step goes on for so long; the next one goes on from what is written. */
const STEP_MS = 5_000;

/** What was listed of heights that follow those that these subjects were read to. */
export type Reading = {
  readonly subjects: readonly Followed[];
  readonly from: Height;
  readonly to: Height;
  readonly lists: Lists;
  /** In bulk history there are no blocks of ours. */
  readonly isBulk: boolean;
  readonly advance: Advance | null;
};

/** Reads and writes it, part by part, each as a whole. False where it could not be finished now. */
export async function readStretches(ctx: Context, reading: Reading): Promise<boolean> {
  const until = Date.now() + STEP_MS;
  let from = reading.from;
  for (const { candidates, to } of partsOf(reading)) {
    if (from > reading.from && Date.now() > until) return false;
    const stretch = await readStretch(ctx, { ...reading, from, to }, candidates);
    if (!(await writeStretch(ctx.db, stretch, reading.advance))) return false;
    from = to;
  }
  return true;
}

/** With the cursor everything at once; else at most some hundred transactions, in whole blocks. */
function partsOf({ lists, from, to, advance }: Reading): { candidates: Candidate[]; to: Height }[] {
  const candidates = candidatesOf(lists, from).filter(({ height }) => height <= to);
  if (advance) return [{ candidates, to }];
  const parts: { candidates: Candidate[]; to: Height }[] = [];
  let part: Candidate[] = [];
  for (const [at, candidate] of candidates.entries()) {
    part.push(candidate);
    const next = candidates[at + 1];
    if (part.length < TRANSACTIONS_A_STRETCH || !next || next.height === candidate.height) continue;
    parts.push({ candidates: part, to: candidate.height });
    part = [];
  }
  return [...parts, { candidates: part, to }];
}

async function readStretch(ctx: Context, reading: Reading, candidates: readonly Candidate[]): Promise<Stretch> {
  const { subjects, from, to, isBulk, advance } = reading;
  const heights = [...candidates.map(({ height }) => height), to];
  const blocks = isBulk ? null : await blocksAt(ctx.db, heights, advance?.blocks.headers);
  const { read, bytes, notes } = await readCandidates(ctx, candidates, blocks);
  for (const note of notes) ctx.log.warn({ note }, "the chain source lists what is not there");
  const touched = await findTouched(ctx.db, read, subjects);
  const payments = paymentsOf(subjects, read);
  const budget: Budget = { left: EARLIER_AT_LEAST + EARLIER_A_PLAY * payments.length };
  const plays = await findPlays(ctx, payments, touched.known, budget);
  const block: BlockHeader | null = blocks?.get(to) ?? null;
  return { subjects, from, to, block, read, touched: touched.subjects, bytes, plays };
}

function paymentsOf(subjects: readonly Followed[], read: readonly ReadTransaction[]): Waiting[] {
  return subjects
    .filter(({ kind }) => kind === "game")
    .flatMap((game) => {
      const { gameAddress } = playRuleOf(game.subject);
      return read
        .filter(({ transaction }) => transaction.outputs.some(({ address }) => address === gameAddress))
        .map(({ transaction }) => ({ game, transaction }));
    });
}
