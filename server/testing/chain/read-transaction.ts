import { hexToBytes } from "@noble/hashes/utils";
import { decodeLedgerTransaction, effectsOf, type LedgerTransaction } from "@/server/domain/cardano/ledger-transaction";
import type { ChainSource, ChainTransaction, TxOutput } from "@/server/domain/ports";

/** A transaction of the chain with all that it spent, each from its bytes. */
export async function readWithInputs(
  source: ChainSource,
  hash: string,
): Promise<ChainTransaction & { readonly spent: readonly TxOutput[] }> {
  const place = await source.transactionPlace(hash);
  if (!place) throw new Error(`the chain does not have ${hash}`);
  const { blockHash, height, slot, timeMs, valid } = place;
  const decoded = await decode(source, hash);
  const { inputs, outputs, mint } = effectsOf(decoded, valid);
  const spent: TxOutput[] = [];
  for (const ref of inputs) {
    const earlier = await decode(source, ref.txHash);
    const made = [true, false].flatMap((each) => effectsOf(earlier, each).outputs);
    const output = made.find((one) => one.ref.index === ref.index);
    if (!output) throw new Error(`${ref.txHash} has no output ${ref.index}`);
    spent.push(output);
  }
  const { feeLovelace, withdrawnLovelace, movesDeposits } = decoded;
  return {
    hash,
    block: { hash: blockHash, height, slot, timeMs },
    valid,
    inputs: spent.map((output) => ({ ref: output.ref, output })),
    spent,
    outputs,
    mint,
    feeLovelace,
    withdrawnLovelace,
    movesDeposits,
  };
}

async function decode(source: ChainSource, hash: string): Promise<LedgerTransaction> {
  const bytes = await source.transactionBytes(hash);
  if (bytes === null) throw new Error(`the chain does not have the bytes of ${hash}`);
  return decodeLedgerTransaction(hexToBytes(bytes));
}
