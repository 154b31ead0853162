import { asc, eq } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { poolUtxo } from "@/db/schema";
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

/**
 * Reads a plan's lineage. A batch is paid if the pool held its commitment and was spent into the commitment that
 * follows it: only a Pay of exactly that batch can do this (contracts/README.md, "Plan digest and hash chain").
 */
export async function readLineage(db: Database | Transaction, planDigest: Hex): Promise<Lineage> {
  const links = await db
    .select({
      txHash: poolUtxo.txHash,
      height: poolUtxo.createdHeight,
      spentTxHash: poolUtxo.spentTxHash,
      status: poolUtxo.status,
      commitment: poolUtxo.commitment,
    })
    .from(poolUtxo)
    .where(eq(poolUtxo.plan, planDigest))
    .orderBy(asc(poolUtxo.createdHeight));
  const byTx = new Map(links.map((link) => [link.txHash, link]));
  const spentInto = new Set(links.map(({ spentTxHash }) => spentTxHash));
  const first = links.find(({ status, txHash }) => status === "paying" && !spentInto.has(txHash));

  const paid = new Map<Hex, Step>();
  let endedWithLeft: Hex | null = null;
  for (let link = first; link; ) {
    const next: (typeof links)[number] | undefined = byTx.get(link.spentTxHash ?? "");
    if (link.status === "paying" && link.commitment !== null && next) {
      if (next.commitment !== link.commitment) paid.set(link.commitment, stepOf(next));
      else if (next.status === "idle") endedWithLeft = next.commitment;
    }
    link = next;
  }
  return { commit: first ? stepOf(first) : null, paid, endedWithLeft };
}

function stepOf({ txHash, height }: Step): Step {
  return { txHash, height };
}
