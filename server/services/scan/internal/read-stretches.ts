import type { TransactionRef } from "@/server/domain/ports";
import type { Height } from "@/server/domain/units";
import type { Context } from "../../context";
import { type Followed, playRuleOf } from "../../followed/followed";
import { playersOf } from "./apply-plays";
import { addressesHolding } from "./apply-tokens";
import { blocksAt } from "./cursor";
import { addAddresses, addIdentities } from "./dictionary";
import { type Budget, findPlays, type Waiting } from "./find-plays";
import { findTouched } from "./find-touched";
import { candidatesOf, type Lists } from "./list-subjects";
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

/**
 * Reads and writes it, part by part, each as a whole; while one is written, the next is judged and the one after it is
 * read. Answers how far it came.
 */
export async function readStretches(ctx: Context, reading: Reading): Promise<Height> {
  const until = Date.now() + STEP_MS;
  const parts = partsOf(reading);
  const begin = (at: number) => {
    const part = parts[at];
    // No further part once the step's time is over; the first one always.
    return part && (at === 0 || Date.now() < until) ? quiet(readPart(ctx, reading, part)) : undefined;
  };
  let read = begin(0);
  const prepare = async (at: number, from: Height, before: readonly ReadTransaction[]) => {
    const part = await read;
    read = begin(at + 1);
    return part && judge(ctx, { ...reading, from, before }, part);
  };
  let from = reading.from;
  let next = quiet(prepare(0, from, []));
  try {
    for (let at = 1; ; at++) {
      const stretch = await next;
      if (!stretch) return from;
      next = quiet(prepare(at, stretch.to, stretch.read));
      if (!(await writeStretch(ctx.db, stretch, reading.advance))) return from;
      from = stretch.to;
    }
  } finally {
    await Promise.allSettled([next, read]);
  }
}

/** Its failure counts where it is waited for, and is no failure of its own before that. */
function quiet<T>(work: Promise<T>): Promise<T> {
  work.catch(() => undefined);
  return work;
}

type Listed = { readonly candidates: readonly TransactionRef[]; readonly to: Height };

/** With the cursor everything at once; else at most some hundred transactions, in whole blocks. */
function partsOf({ lists, from, to, advance }: Reading): Listed[] {
  const candidates = candidatesOf(lists, { from: from + 1, to });
  if (advance) return [{ candidates, to }];
  const parts: Listed[] = [];
  let part: TransactionRef[] = [];
  for (const [at, candidate] of candidates.entries()) {
    part.push(candidate);
    const next = candidates[at + 1];
    if (part.length < TRANSACTIONS_A_STRETCH || !next || next.height === candidate.height) continue;
    parts.push({ candidates: part, to: candidate.height });
    part = [];
  }
  return [...parts, { candidates: part, to }];
}

type Part = { readonly read: readonly ReadTransaction[]; readonly to: Height; readonly block: Stretch["block"] };

async function readPart(ctx: Context, { isBulk, advance }: Reading, { candidates, to }: Listed): Promise<Part> {
  const heights = [...candidates.map(({ height }) => height), to];
  const blocks = isBulk ? null : await blocksAt(ctx.db, heights, advance?.blocks.headers);
  const { read, notes } = await readCandidates(ctx, candidates, blocks);
  for (const note of notes) ctx.log.warn({ note }, "the chain source lists what is not there");
  return { read, to, block: blocks?.get(to) ?? null };
}

type Known = Pick<Reading, "subjects" | "from"> & {
  /** The part before this one, which is being written meanwhile. */
  readonly before: readonly ReadTransaction[];
};

/** What it concerns and whose plays it holds, by our books and by the part before. */
async function judge(ctx: Context, { subjects, from, before }: Known, part: Part): Promise<Stretch> {
  const { subjects: touched, known, holding } = await findTouched(ctx.db, { read: part.read, before }, subjects);
  const payments = paymentsOf(subjects, part.read);
  const budget: Budget = { left: EARLIER_AT_LEAST + EARLIER_A_PLAY * payments.length };
  const plays = await findPlays(ctx, payments, known, budget);
  // Here, and not where they are used: nobody else waits for a number until a stretch is written.
  await addAddresses(ctx.db, addressesHolding(subjects, part.read));
  await addIdentities(ctx.db, playersOf(plays));
  return { ...part, subjects, from, touched, holding, plays };
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
