import { eq } from "drizzle-orm";
import { attempt, chainTransaction } from "@/db/schema";
import { fromStoredTransaction } from "@/server/domain/cardano/stored-transaction";
import { sum } from "@/server/domain/integers";
import { assertInvariant } from "@/server/domain/invariant";
import type { Hex, Lovelace } from "@/server/domain/units";
import type { Context } from "../context";
import { readTransactionBody } from "../pool/read-act";

export type Cost = {
  readonly feeLovelace: Lovelace;
  /** What came in beside the inputs: a Commit may withdraw what the governor's reward account holds into the pool. */
  readonly receivedLovelace: Lovelace;
};

type Reads = Pick<Context, "db" | "source">;

/** What a spend of the pool cost and brought, whoever sent it: of what went in, the fee alone does not come out. */
export async function costOf({ db, source }: Reads, txHash: Hex): Promise<Cost> {
  const [row] = await db.select().from(chainTransaction).where(eq(chainTransaction.hash, txHash));
  if (!row) throw new Error(`transaction ${txHash} moved the pool, but it is not among those that we hold`);
  const { inputs, outputs } = fromStoredTransaction(row.body);
  const spentLovelace = sum(inputs.map(({ lovelace }) => lovelace));
  const madeLovelace = sum(outputs.map(({ lovelace }) => lovelace));
  const feeLovelace = await feeOf({ db, source }, txHash);
  const receivedLovelace = madeLovelace + feeLovelace - spentLovelace;
  assertInvariant(receivedLovelace >= 0n, () => `${txHash} spends ${-receivedLovelace} more than it makes`);
  return { feeLovelace, receivedLovelace };
}

/** Its id binds the fee: ours was verified from the bytes before they were stored, a stranger's is read from his. */
async function feeOf({ db, source }: Reads, txHash: Hex): Promise<Lovelace> {
  const [ours] = await db.select().from(attempt).where(eq(attempt.txHash, txHash)).limit(1);
  if (ours) return ours.feeLovelace;
  return (await readTransactionBody(source, txHash)).feeLovelace;
}
