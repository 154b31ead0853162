import { and, arrayOverlaps, gte, lte } from "drizzle-orm";
import type { Database } from "@/db/client";
import { chainTransaction } from "@/db/schema";
import type { ChainSource } from "@/server/domain/ports";
import type { Contradiction } from "@/server/domain/scan/contradiction";
import type { Height, Hex } from "@/server/domain/units";
import type { Followed } from "../../followed/followed";
import { Contradicted, type Remedy } from "./contradicted";
import { blocksAt } from "./cursor";
import { findTouched } from "./find-touched";
import type { Heights, Lists } from "./list-subjects";
import { listBlock, readCandidates } from "./read-candidates";

type Asks = { readonly db: Database; readonly source: ChainSource };

/** What the lists and our tables do not agree about, decided by the block's own list: mend it, or only note it. */
export type Comparison = {
  readonly difference: {
    readonly contradiction: Contradiction & { readonly height: Height };
    readonly remedy: Remedy;
  } | null;
  readonly notes: readonly Contradiction[];
};

type Claim = { readonly hash: Hex; readonly height: Height; readonly subject: number };

/**
 * Compares both ways what the source lists now of heights that were read, and what we hold of them. The lowest
 * difference that is proven by its block is the one to read again from.
 */
export async function compareLists(
  asks: Asks,
  subjects: readonly Followed[],
  lists: Lists,
  range: Heights,
): Promise<Comparison> {
  const held = await heldClaims(asks.db, [...lists.keys()], range);
  const listedOnly = listedClaims(lists, range);
  const heldOnly = held.filter((claim) => !listedOnly.delete(keyOf(claim)));
  const claims = [
    ...heldOnly.map((claim) => ({ claim, isHeld: true })),
    ...[...listedOnly.values()].map((claim) => ({ claim, isHeld: false })),
  ].sort((a, b) => a.claim.height - b.claim.height || (a.claim.hash < b.claim.hash ? -1 : 1));
  const isOnChain = await placeReader(
    asks,
    subjects,
    claims.map(({ claim }) => claim),
  );
  const notes: Contradiction[] = [];
  for (const { claim, isHeld } of claims) {
    const { hash, height, subject } = claim;
    if ((await isOnChain(claim, isHeld)) !== isHeld) {
      const contradiction = { kind: isHeld ? "gone" : "listed-late", hash, height } as const;
      return { difference: { contradiction, remedy: { subjects: [subject], from: height } }, notes };
    }
    notes.push(isHeld ? { kind: "not-listed", hash, height } : { kind: "not-in-block", hash, height, block: "" });
  }
  return { difference: null, notes };
}

/**
 * Whether a claim is true. Our own block's list says whether it holds the transaction; below our blocks, where no
 * rollback reaches, its place does. What we hold is only given up where both agree that it is gone; what was listed
 * counts only if its bytes concern the subject.
 */
async function placeReader({ db, source }: Asks, subjects: readonly Followed[], claims: readonly Claim[]) {
  const blocks = await blocksAt(
    db,
    claims.map(({ height }) => height),
  );
  const lists = new Map<Height, Promise<Set<Hex>>>();
  const isListed = async (hash: Hex, height: Height) => {
    const block = blocks.get(height);
    if (!block) return false;
    const list = lists.get(height) ?? listBlock(source, block);
    lists.set(height, list);
    return (await list).has(hash);
  };
  return async ({ hash, height, subject }: Claim, isHeld: boolean): Promise<boolean> => {
    const block = blocks.get(height);
    if (await isListed(hash, height)) return isHeld || concerns(hash, height, subject);
    if (block && !isHeld) return false;
    const place = await source.transactionPlace(hash);
    const isThere = block ? place?.blockHash === block.hash : place?.height === height;
    return isThere && (isHeld || concerns(hash, height, subject));
  };

  async function concerns(hash: Hex, height: Height, subject: number): Promise<boolean> {
    const { read } = await readCandidates({ db, source }, [{ hash, height }], blocks.has(height) ? blocks : null);
    const { subjects: touched } = await findTouched(db, { read, before: [] }, subjects);
    return touched.get(hash)?.includes(subject) ?? false;
  }
}

const keyOf = ({ hash, height, subject }: Claim) => `${height} ${subject} ${hash}`;

function listedClaims(lists: Lists, { from, to }: Heights): Map<string, Claim> {
  const claims = new Map<string, Claim>();
  for (const [subject, refs] of lists) {
    for (const { hash, height } of refs) {
      if (height < from || height > to) continue;
      const claim = { hash, height, subject };
      claims.set(keyOf(claim), claim);
    }
  }
  return claims;
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
