import { eq } from "drizzle-orm";
import { chainTransaction } from "@/db/schema";
import type { Hex, Lovelace } from "@/server/domain/units";
import type { Context } from "../../context";

export type Cost = {
  readonly feeLovelace: Lovelace;
  /** Income besides the inputs: a Commit may withdraw the governor's reward account into the pool. */
  readonly receivedLovelace: Lovelace;
};

/** What a spend of the pool cost and brought, whoever sent it, by its bytes. */
export async function costOf({ db }: Pick<Context, "db">, txHash: Hex): Promise<Cost> {
  const [row] = await db
    .select({ body: chainTransaction.body })
    .from(chainTransaction)
    .where(eq(chainTransaction.hash, txHash));
  if (!row) throw new Error(`transaction ${txHash} moved the pool, but it is not among those that we hold`);
  const { feeLovelace, withdrawnLovelace } = row.body;
  return { feeLovelace: BigInt(feeLovelace ?? 0), receivedLovelace: BigInt(withdrawnLovelace) };
}
