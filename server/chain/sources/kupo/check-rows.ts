import { fromHex } from "@/server/domain/cardano/hex-bytes";
import { decodeLedgerTransaction, effectsOf, UndecodableTransaction } from "@/server/domain/cardano/ledger-transaction";
import type { TxOutput } from "@/server/domain/ports";
import type { Hex } from "@/server/domain/units";
import { checkTransactionBytes } from "../check-bytes";
import type { Match } from "./index/answers";
import { refOf, type Subject } from "./matches";
import type { Servers } from "./servers";

export const NO_PRUNING = "Start Kupo without --prune-utxo, and let it index anew.";

/**
 * What a listed transaction made by its bytes must be in the index whole: an index that forgets what is spent still
 * names a transaction by an output of it that is not.
 */
export function checkRows({ kupo, cache }: Servers, subject: Subject, made: readonly Match[]): void {
  const rows = new Set(made.map(refOf));
  for (const hash of new Set(made.map(({ transaction_id }) => transaction_id))) {
    for (const { ref } of outputsOf(hash)) {
      if (rows.has(`${ref.txHash}#${ref.index}`)) continue;
      const text = `transaction ${hash} made output ${ref.index}, and matches/${subject.pattern} does not name it: what is spent was pruned, or the index is damaged. ${NO_PRUNING}`;
      throw kupo.error("not-supported", text);
    }
  }

  function outputsOf(hash: Hex): TxOutput[] {
    const place = cache.placeOf(hash);
    const transaction = place && cache.block(place.hash)?.transactions.get(hash);
    if (!transaction?.cbor) return [];
    checkTransactionBytes(kupo, hash, transaction.cbor);
    try {
      const decoded = decodeLedgerTransaction(fromHex(transaction.cbor), hash);
      return effectsOf(decoded, transaction.valid).outputs.filter(subject.isOutput);
    } catch (error) {
      if (error instanceof UndecodableTransaction) return []; // for whoever asks for its bytes to say
      throw error;
    }
  }
}
