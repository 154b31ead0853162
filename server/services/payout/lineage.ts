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
  /** That the plan has ended (Expire, Cancel) with batches unpaid; null while it goes on, or all is paid. */
  readonly ended: Ended | null;
  /** The last Resume, which took up what was left. */
  readonly resumed: Step | null;
};

export type Ended = Step & {
  /** The commitment of the first unpaid batch. */
  readonly left: Hex;
  /** The Commit that was signed for exactly this rest, and has taken it over: nothing else can pay it any more. */
  readonly boundBy: Step | null;
};

const { txHash, createdHeight, spentTxHash, status, commitment, plan } = poolUtxo;
const LINK = { txHash, height: createdHeight, spentTxHash, status, commitment };
type Row = typeof poolUtxo.$inferSelect;
type Link = Step & Pick<Row, "spentTxHash" | "status" | "commitment">;

/**
 * Reads a plan's lineage. A batch is paid if the pool held its commitment and was spent into the commitment that
 * follows it: only a Pay of exactly that batch can do this (contracts/README.md, "Plan digest and hash chain").
 */
export async function readLineage(db: Database | Transaction, planDigest: Hex): Promise<Lineage> {
  const links = await db.select(LINK).from(poolUtxo).where(eq(plan, planDigest)).orderBy(asc(createdHeight));
  const byTx = new Map(links.map((link) => [link.txHash, link]));
  const spentInto = new Set(links.map((link) => link.spentTxHash));
  const first = links.find((link) => link.status === "paying" && !spentInto.has(link.txHash));

  const paid = new Map<Hex, Step>();
  let end: Step | null = null;
  let resumed: Step | null = null;
  let last: Link | undefined = first;
  for (let link = first; link; ) {
    const next: Link | undefined = byTx.get(link.spentTxHash ?? "");
    if (link.status === "paying" && link.commitment !== null && next) {
      if (next.commitment !== link.commitment) paid.set(link.commitment, stepOf(next));
      else if (next.status === "idle") end = stepOf(next);
    } else if (next?.status === "paying") resumed = stepOf(next);
    last = link;
    link = next;
  }
  const left = last?.status === "idle" ? last.commitment : null;
  const ended = end && left ? { ...end, left, boundBy: await commitOn(db, last) } : null;
  return { commit: first ? stepOf(first) : null, paid, ended, resumed };
}

/** Only a Commit gives the pool another plan. */
async function commitOn(db: Database | Transaction, last: Link | undefined): Promise<Step | null> {
  if (!last?.spentTxHash) return null;
  const [next] = await db.select(LINK).from(poolUtxo).where(eq(txHash, last.spentTxHash));
  return next ? stepOf(next) : null;
}

function stepOf({ txHash, height }: Step): Step {
  return { txHash, height };
}
