import { and, arrayOverlaps, asc, eq, gt, lte, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { chainTransaction, participation, txBytes } from "@/db/schema";
import type { ChainTransaction } from "@/server/domain/ports";
import type { Rules } from "@/server/domain/rules/rules";
import type { Portion } from "@/server/domain/second-calculation/replay";
import type { Height } from "@/server/domain/units";
import { followedBy } from "../../followed/followed";
import { HELD, readHeld } from "../../followed/held-transactions";
import { loadOutputs, withInputs } from "../../followed/known-outputs";

const TRANSACTIONS_A_PORTION = 1_000;

type Blocks = { readonly rules: Rules; readonly after: Height; readonly upTo: Height };

/**
 * Raw events that concern a day's token or game, of the blocks above one and up to another, in portions of whole
 * blocks; with the last come plays of earlier blocks whose player became known between the two. Inputs of plays are
 * filled in as far as our books tell, but not of one whose player became known only after `upTo`: the first calculation
 * does not count it either. Each portion is a statement of its own: the caller sees to it that nothing has changed.
 */
export async function* readPortions(
  db: Database,
  blocks: Blocks,
  size = TRANSACTIONS_A_PORTION,
): AsyncGenerator<Portion> {
  const { asset, game } = await followedBy(db, blocks.rules);
  const subjects = [asset ?? -1, game ?? -1];
  let at = { height: blocks.after, hash: END_OF_BLOCK };
  /** Of a block that may go on in the next rows. */
  let open: Told[] = [];
  for (let isMore = true; isMore; ) {
    const rows = await readRows(db, blocks, { subjects, at, size });
    const last = rows.at(-1);
    isMore = rows.length === size && last !== undefined;
    if (last) at = last.held;
    const told = [...open, ...rows.map(({ held, ...play }) => ({ ...play, transaction: readHeld(held) }))];
    const isOpen = ({ transaction }: Told) => isMore && transaction.block.height === at.height;
    open = told.filter(isOpen);
    const transactions = await fillIn(
      db,
      told.filter((each) => !isOpen(each)),
      blocks,
    );
    if (transactions.length > 0) yield { transactions, latePlays: [] };
  }
  const latePlays = await readLatePlays(db, blocks, game ?? -1);
  if (latePlays.length > 0) yield { transactions: [], latePlays };
}

/** Sorts after every hash. */
const END_OF_BLOCK = "~";

type Told = {
  readonly transaction: ChainTransaction;
  /** Null where the first calculation has no entry for it. */
  readonly isPlay: string | null;
  readonly knownHeight: Height | null;
};

type Page = {
  readonly subjects: number[];
  readonly at: { readonly height: Height; readonly hash: string };
  readonly size: number;
};

function readRows(db: Database, { upTo }: Blocks, { subjects, at, size }: Page) {
  const { hash, height } = chainTransaction;
  const [, game] = subjects;
  return db
    .select({ held: HELD, isPlay: participation.txHash, knownHeight: participation.knownHeight })
    .from(chainTransaction)
    .leftJoin(txBytes, eq(txBytes.id, hash))
    .leftJoin(participation, and(eq(participation.txHash, hash), eq(participation.ruleId, game ?? -1)))
    .where(
      and(
        sql`${height} >= ${at.height} and (${height}, ${hash}) > (${at.height}, ${at.hash})`,
        lte(height, upTo),
        arrayOverlaps(chainTransaction.subjects, subjects),
      ),
    )
    .orderBy(asc(height), asc(hash))
    .limit(size);
}

/** By an index of those that became known late, which are few. */
async function readLatePlays(db: Database, { after, upTo }: Blocks, game: number): Promise<ChainTransaction[]> {
  const { knownHeight, height, ruleId, txHash } = participation;
  const rows = await db
    .select({ held: HELD })
    .from(participation)
    .innerJoin(chainTransaction, eq(chainTransaction.hash, txHash))
    .leftJoin(txBytes, eq(txBytes.id, txHash))
    .where(
      and(
        eq(ruleId, game),
        lte(height, after),
        gt(knownHeight, height),
        gt(knownHeight, after),
        lte(knownHeight, upTo),
      ),
    );
  return withKnownInputs(
    db,
    rows.map(({ held }) => readHeld(held)),
  );
}

/**
 * A payment to the game without an entry is filled in like a play, so that an entry which was lost shows as a
 * difference.
 */
async function fillIn(db: Database, told: readonly Told[], { rules, upTo }: Blocks): Promise<ChainTransaction[]> {
  const isCounted = ({ transaction, isPlay, knownHeight }: Told) =>
    isPlay === null
      ? transaction.outputs.some(({ address }) => address === rules.gameAddress)
      : knownHeight !== null && knownHeight <= upTo;
  const counted = await withKnownInputs(
    db,
    told.filter(isCounted).map(({ transaction }) => transaction),
  );
  const filled = new Map(counted.map((transaction) => [transaction.hash, transaction]));
  return told.map(({ transaction }) => filled.get(transaction.hash) ?? transaction);
}

async function withKnownInputs(db: Database, transactions: readonly ChainTransaction[]): Promise<ChainTransaction[]> {
  const refs = transactions.flatMap(({ inputs }) => inputs.map(({ ref }) => ref));
  const known = await loadOutputs(db, refs);
  return transactions.map((transaction) => withInputs(transaction, known));
}
