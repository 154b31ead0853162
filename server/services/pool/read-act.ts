import { hexToBytes } from "@noble/hashes/utils";
import { type DecodedTransaction, decodeTransaction } from "@/server/domain/cardano/decode-transaction";
import { decodeLedgerTransaction, effectsOf } from "@/server/domain/cardano/ledger-transaction";
import { isSameRef } from "@/server/domain/cardano/out-ref";
import { actIn } from "@/server/domain/contract/act-in";
import { settingsAfter } from "@/server/domain/contract/change";
import { hashSettings } from "@/server/domain/contract/settings";
import type { Settings } from "@/server/domain/contract/types";
import type { ChainSource, OutRef, TxOutput } from "@/server/domain/ports";
import type { Hex } from "@/server/domain/units";
import { ServiceError } from "../errors";

/** A transaction as on chain. Throws ServiceError `unavailable` if the source does not know it or gives another. */
export async function readTransactionBody(source: ChainSource, txHash: Hex): Promise<DecodedTransaction> {
  const bytes = await source.transactionBytes(txHash);
  if (bytes === null) throw new ServiceError("unavailable", `${source.name} does not know ${txHash}`);
  const body = decodeTransaction(bytes);
  if (body.txHash !== txHash) throw new ServiceError("unavailable", `${source.name} gave ${body.txHash} for ${txHash}`);
  return body;
}

/** What a transaction made, reference scripts by their hash; empty where the source does not know it. */
export async function readOutputs(source: ChainSource, txHash: Hex): Promise<readonly TxOutput[]> {
  const bytes = await source.transactionBytes(txHash);
  if (bytes === null) return [];
  const decoded = decodeLedgerTransaction(hexToBytes(bytes));
  if (decoded.id !== txHash) throw new ServiceError("unavailable", `${source.name} gave ${decoded.id} for ${txHash}`);
  return effectsOf(decoded, decoded.toldValid).outputs;
}

/** Reads the transactions of these outputs, each once: for each ref its output, or null where it was not made. */
export async function readMade(
  source: ChainSource,
  refs: readonly OutRef[],
): Promise<(ref: OutRef) => TxOutput | null> {
  const made = new Map<Hex, readonly TxOutput[]>();
  for (const { txHash } of refs) if (!made.has(txHash)) made.set(txHash, await readOutputs(source, txHash));
  return (ref) => made.get(ref.txHash)?.find((output) => isSameRef(output.ref, ref)) ?? null;
}

/**
 * The settings with this hash, from the pool's own transactions: every act reveals them. `hashes` are its transactions,
 * the likeliest first. Null if none of them has them.
 */
export async function findSettings(
  source: ChainSource,
  hashes: readonly Hex[],
  settingsHash: Hex,
): Promise<Settings | null> {
  for (const txHash of hashes) {
    const act = actIn(await readTransactionBody(source, txHash));
    const settings = act ? settingsAfter(act) : null;
    if (settings && hashSettings(settings) === settingsHash) return settings;
  }
  return null;
}
