import { actIn } from "@/server/domain/contract/act-in";
import type { CommitRedeemer } from "@/server/domain/contract/acts";
import type { ChainSource } from "@/server/domain/ports";
import type { Hex } from "@/server/domain/units";
import { readTransactionBody } from "../pool/read-act";

/**
 * The newest Commit among the transactions of a pool, which come oldest first: what its last plan is, and of which
 * report. Null if there is none. Throws ServiceError if the source cannot give a transaction.
 */
export async function findLastCommit(
  source: ChainSource,
  transactions: readonly Hex[],
): Promise<CommitRedeemer | null> {
  for (const txHash of [...transactions].reverse()) {
    const act = actIn(await readTransactionBody(source, txHash));
    if (act?.kind === "commit") return act;
  }
  return null;
}
