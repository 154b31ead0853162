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
  /** Income besides the inputs: a Commit may withdraw the governor's reward account into the pool. */
  readonly receivedLovelace: Lovelace;
};

type Reads = Pick<Context, "db" | "source">;

/** What a spend of the pool cost and brought in, whoever sent it: only the fee is missing from the outputs. */
export async function costOf({ db, source }: Reads, txHash: Hex): Promise<Cost> {
  const [row] = await db.select().from(chainTransaction).where(eq(chainTransaction.hash, txHash));
  if (!row) throw new Error(`transaction ${txHash} moved the pool, but our scan does not hold it`);
  const { inputs, outputs } = fromStoredTransaction(row.body);
  const spentLovelace = sum(inputs.map(({ lovelace }) => lovelace));
  const madeLovelace = sum(outputs.map(({ lovelace }) => lovelace));
  const feeLovelace = await feeOf({ db, source }, txHash);
  const receivedLovelace = madeLovelace + feeLovelace - spentLovelace;
  assertInvariant(receivedLovelace >= 0n, () => `${txHash} spends ${-receivedLovelace} more than it makes`);
  return { feeLovelace, receivedLovelace };
}

/** The id binds the fee: ours was verified before it was stored, a stranger's is read from the chain. */
async function feeOf({ db, source }: Reads, txHash: Hex): Promise<Lovelace> {
  const [ours] = await db.select().from(attempt).where(eq(attempt.txHash, txHash)).limit(1);
  if (ours) return ours.feeLovelace;
  return (await readTransactionBody(source, txHash)).feeLovelace;
}
