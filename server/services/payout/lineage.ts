import { asc, like } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { poolUtxo } from "@/db/schema";
import { decodeDatum } from "@/server/domain/contract/datum";
import type { PoolDatum } from "@/server/domain/contract/types";
import type { Height, Hex } from "@/server/domain/units";

/** A transaction that moved the pool, as our own scan saw it. */
export type Step = { readonly txHash: Hex; readonly height: Height };

/** What the chain says about a plan: the state token's own history, independent of our attempts. */
export type Lineage = {
  /** The Commit, once it is in a block. */
  readonly commit: Step | null;
  /** By commitment: the transaction that paid the batch. */
  readonly paid: ReadonlyMap<Hex, Step>;
  /** The batches left unpaid when the plan was ended (Expire, Cancel); null if it was not ended. */
  readonly endedWithLeft: Hex | null;
};

type Link = { readonly row: typeof poolUtxo.$inferSelect; readonly datum: PoolDatum };

/**
 * Reads a plan's lineage. A batch is paid if the pool held its commitment and was spent into the commitment that
 * follows it: only a Pay of exactly that batch can do this (contracts/README.md, "Plan digest and hash chain").
 */
export async function readLineage(db: Database | Transaction, planDigest: Hex): Promise<Lineage> {
  const rows = await db
    .select()
    .from(poolUtxo)
    .where(like(poolUtxo.datum, `%${planDigest}%`))
    .orderBy(asc(poolUtxo.createdHeight));
  const links = rows.flatMap((row): Link[] => {
    if (row.datum === null) return [];
    const datum = decodeDatum(row.datum);
    return datum.plan === planDigest ? [{ row, datum }] : [];
  });
  const byTx = new Map(links.map((link) => [link.row.txHash, link]));
  const spentInto = new Set(links.flatMap(({ row }) => (row.spentTxHash ? [row.spentTxHash] : [])));
  const first = links.find(({ row, datum }) => datum.status.kind === "paying" && !spentInto.has(row.txHash));

  const paid = new Map<Hex, Step>();
  let endedWithLeft: Hex | null = null;
  for (let link = first; link; ) {
    const { status } = link.datum;
    const next: Link | undefined = link.row.spentTxHash ? byTx.get(link.row.spentTxHash) : undefined;
    if (status.kind === "paying" && next) {
      const after = next.datum.status;
      const unchanged = after.kind === "paying" ? after.commitment : after.left;
      if (unchanged === status.commitment) endedWithLeft = after.kind === "idle" ? after.left : endedWithLeft;
      else paid.set(status.commitment, { txHash: next.row.txHash, height: next.row.createdHeight });
    }
    link = next;
  }
  const commit = first ? { txHash: first.row.txHash, height: first.row.createdHeight } : null;
  return { commit, paid, endedWithLeft };
}
