import type { Height } from "@/server/domain/units";
import type { Context } from "../../context";
import { type Followed, playRuleOf } from "../../followed/followed";
import { blocksAt } from "./cursor";
import { type Budget, findPlays, type Waiting } from "./find-plays";
import { findTouched } from "./find-touched";
import { type Candidate, candidatesOf, type Lists } from "./list-subjects";
import { type ReadTransaction, readCandidates } from "./read-candidates";
import { type Advance, type Stretch, writeStretch } from "./write-stretch";

/** Transactions written at once, but for those of one block. */
const TRANSACTIONS_A_STRETCH = 1_000;
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

/** Reads and writes it, part by part, each as a whole. Answers how far it came. */
export async function readStretches(ctx: Context, reading: Reading): Promise<Height> {
  const until = Date.now() + STEP_MS;
  const parts = partsOf(reading);
  const ask = (at: number, from: Height, before: readonly ReadTransaction[]) => {
    const part = parts[at];
    const stretch = part && readPart(ctx, { ...reading, from, before }, part);
    stretch?.catch(() => undefined);
    return stretch;
  };
  let from = reading.from;
  let next = ask(0, from, []);
  try {
    for (const at of parts.keys()) {
      const stretch = await next;
      if (!stretch) return from;
      // The next part is read while this one is written, unless the step's time is over.
      next = Date.now() < until ? ask(at + 1, stretch.to, stretch.read) : undefined;
      if (!(await writeStretch(ctx.db, stretch, reading.advance))) return from;
      from = stretch.to;
    }
    return from;
  } finally {
    await next?.catch(() => undefined);
  }
}

type Listed = { readonly candidates: readonly Candidate[]; readonly to: Height };

/** With the cursor everything at once; else at most some hundred transactions, in whole blocks. */
function partsOf({ lists, from, to, advance }: Reading): Listed[] {
  const candidates = candidatesOf(lists, { from: from + 1, to });
  if (advance) return [{ candidates, to }];
  const parts: Listed[] = [];
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

type Known = Reading & {
  /** The part before this one, which is being written meanwhile. */
  readonly before: readonly ReadTransaction[];
};

/** Reads what was listed: what it concerns and whose plays it holds, by our books and by the part before. */
async function readPart(ctx: Context, known: Known, { candidates, to }: Listed): Promise<Stretch> {
  const { subjects, from, isBulk, advance, before } = known;
  const heights = [...candidates.map(({ height }) => height), to];
  const blocks = isBulk ? null : await blocksAt(ctx.db, heights, advance?.blocks.headers);
  const { read, notes } = await readCandidates(ctx, candidates, blocks);
  for (const note of notes) ctx.log.warn({ note }, "the chain source lists what is not there");
  const touched = await findTouched(ctx.db, { read, before }, subjects);
  const payments = paymentsOf(subjects, read);
  const budget: Budget = { left: EARLIER_AT_LEAST + EARLIER_A_PLAY * payments.length };
  const plays = await findPlays(ctx, payments, touched.known, budget);
  return { subjects, from, to, block: blocks?.get(to) ?? null, read, touched: touched.subjects, plays };
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
