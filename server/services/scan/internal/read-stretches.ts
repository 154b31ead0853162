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

/** Reads and writes it, part by part, each as a whole; as far as it says. A part is fetched while another is written. */
export async function readStretches(ctx: Context, reading: Reading): Promise<Height> {
  const until = Date.now() + STEP_MS;
  const parts = partsOf(reading);
  let from = reading.from;
  let ahead: Promise<Fetched> | null = null;
  for (const [at, part] of parts.entries()) {
    const fetched = await (ahead ?? fetchPart(ctx, reading, part));
    const next = Date.now() > until ? undefined : parts[at + 1];
    ahead = next ? fetchPart(ctx, reading, next) : null;
    // Whoever waits for it learns why it failed; nobody does where this part cannot be written.
    ahead?.catch(() => undefined);
    const stretch = await judgePart(ctx, { ...reading, from, to: part.to }, fetched);
    if (!(await writeStretch(ctx.db, stretch, reading.advance))) return from;
    from = part.to;
    if (!next) break;
  }
  return from;
}

type Part = { readonly candidates: readonly Candidate[]; readonly to: Height };

/** With the cursor everything at once; else at most some hundred transactions, in whole blocks. */
function partsOf({ lists, from, to, advance }: Reading): Part[] {
  const candidates = candidatesOf(lists, from).filter(({ height }) => height <= to);
  if (advance) return [{ candidates, to }];
  const parts: Part[] = [];
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

type Fetched = Awaited<ReturnType<typeof readCandidates>> & { readonly block: BlockHeader | null };

async function fetchPart(ctx: Context, { isBulk, advance }: Reading, { candidates, to }: Part): Promise<Fetched> {
  const heights = [...candidates.map(({ height }) => height), to];
  const blocks = isBulk ? null : await blocksAt(ctx.db, heights, advance?.blocks.headers);
  return { ...(await readCandidates(ctx, candidates, blocks)), block: blocks?.get(to) ?? null };
}

async function judgePart(ctx: Context, { subjects, from, to }: Reading, fetched: Fetched): Promise<Stretch> {
  const { read, bytes, notes, block } = fetched;
  for (const note of notes) ctx.log.warn({ note }, "the chain source lists what is not there");
  const touched = await findTouched(ctx.db, read, subjects);
  const payments = paymentsOf(subjects, read);
  const budget: Budget = { left: EARLIER_AT_LEAST + EARLIER_A_PLAY * payments.length };
  const plays = await findPlays(ctx, payments, touched.known, budget);
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
