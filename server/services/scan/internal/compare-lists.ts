import { and, arrayOverlaps, gte, lte } from "drizzle-orm";
import type { Database } from "@/db/client";
import { chainTransaction } from "@/db/schema";
import type { ChainSource } from "@/server/domain/ports";
import type { Contradiction } from "@/server/domain/scan/contradiction";
import type { Height, Hex } from "@/server/domain/units";
import { Contradicted, type Remedy } from "./contradicted";
import { blocksAt } from "./cursor";
import { candidatesOf, type Heights, type Lists } from "./list-subjects";
import { listBlock } from "./read-candidates";

type Asks = { readonly db: Database; readonly source: ChainSource };

/** What the lists and our tables do not agree about, decided by the block's own list: mend it, or only note it. */
export type Comparison = {
  readonly difference: { readonly contradiction: Contradiction; readonly remedy: Remedy } | null;
  readonly notes: readonly Contradiction[];
};

type Claim = { readonly hash: Hex; readonly height: Height; readonly subject: number };

/**
 * Compares both ways what the source lists now of heights that were read, and what we hold of them. The lowest
 * difference that is proven by its block is the one to read again from.
 */
export async function compareLists(asks: Asks, lists: Lists, range: Heights): Promise<Comparison> {
  const held = await heldClaims(asks.db, [...lists.keys()], range);
  const listed = candidatesOf(lists, range.from - 1)
    .filter(({ height }) => height <= range.to)
    .flatMap(({ hash, height, subjects }) => [...subjects].map((subject): Claim => ({ hash, height, subject })));
  const keyOf = ({ hash, height, subject }: Claim) => `${height} ${subject} ${hash}`;
  const [heldKeys, listedKeys] = [new Set(held.map(keyOf)), new Set(listed.map(keyOf))];
  const unlisted = held.filter((claim) => !listedKeys.has(keyOf(claim)));
  const unheld = listed.filter((claim) => !heldKeys.has(keyOf(claim)));
  return decide(asks, unheld, unlisted);
}

async function decide(asks: Asks, unheld: readonly Claim[], unlisted: readonly Claim[]): Promise<Comparison> {
  const notes: Contradiction[] = [];
  const isInBlock = await blockReader(asks, [...unheld, ...unlisted]);
  const claims = [...unheld, ...unlisted].sort((a, b) => a.height - b.height);
  for (const claim of claims) {
    const { hash, height, subject } = claim;
    const isHeld = unlisted.includes(claim);
    const inBlock = await isInBlock(claim);
    if (isHeld !== inBlock) {
      const kind = isHeld ? "gone" : "listed-late";
      return { difference: { contradiction: { kind, hash, height }, remedy: { subjects: [subject], from: height } }, notes };
    }
    notes.push(isHeld ? { kind: "not-listed", hash, height } : { kind: "not-in-block", hash, height, block: "" });
  }
  return { difference: null, notes };
}

/** Asks our own block for its list; below our blocks, where no rollback reaches, the transaction's place. */
async function blockReader({ db, source }: Asks, claims: readonly Claim[]) {
  const blocks = await blocksAt(
    db,
    claims.map(({ height }) => height),
  );
  const lists = new Map<Height, Promise<Set<Hex>>>();
  return async ({ hash, height }: Claim): Promise<boolean> => {
    const block = blocks.get(height);
    if (!block) return (await source.transactionPlace(hash))?.height === height;
    const list = lists.get(height) ?? listBlock(source, block);
    lists.set(height, list);
    return (await list).has(hash);
  };
}

async function heldClaims(db: Database, subjects: readonly number[], { from, to }: Heights): Promise<Claim[]> {
  const { hash, height } = chainTransaction;
  const rows = await db
    .select({ hash, height, subjects: chainTransaction.subjects })
    .from(chainTransaction)
    .where(and(gte(height, from), lte(height, to), arrayOverlaps(chainTransaction.subjects, [...subjects])));
  return rows.flatMap((row) =>
    row.subjects
      .filter((subject) => subjects.includes(subject))
      .map((subject) => ({ hash: row.hash, height: row.height, subject })),
  );
}

/** Throws what has to be mended first. */
export function demandAgreement({ difference }: Comparison): void {
  if (difference) throw new Contradicted(difference.contradiction, difference.remedy);
}
