import type { ChainSource } from "@/server/domain/ports";
import { checkNetwork } from "./check-network";

/**
 * A source that is asked nothing before its network was found to be the expected one, and nothing at all when it is
 * another. The question is put again until it was answered once, so a process may start while the source is away.
 */
export function guardNetwork(source: ChainSource, expectedMagic: number): ChainSource {
  let checked: Promise<unknown> | null = null;
  const check = () => {
    checked ??= checkNetwork(source, expectedMagic).catch((error: unknown) => {
      checked = null;
      throw error;
    });
    return checked;
  };
  const guarded =
    <Question extends unknown[], Answer>(ask: (...question: Question) => Promise<Answer>) =>
    async (...question: Question): Promise<Answer> => {
      await check();
      return ask(...question);
    };
  return {
    name: source.name,
    kind: source.kind,
    genesis: guarded(source.genesis),
    tip: guarded(source.tip),
    block: guarded(source.block),
    blocksAfter: guarded(source.blocksAfter),
    addressTransactions: guarded(source.addressTransactions),
    assetTransactions: guarded(source.assetTransactions),
    blockTransactions: guarded(source.blockTransactions),
    transactionPlace: guarded(source.transactionPlace),
    transactionBytes: guarded(source.transactionBytes),
    unspentOutputs: guarded(source.unspentOutputs),
    assetHolders: guarded(source.assetHolders),
    assetSupply: guarded(source.assetSupply),
    rewardAccount: guarded(source.rewardAccount),
    script: guarded(source.script),
    parameters: guarded(source.parameters),
    submit: async (tx) => {
      try {
        await check();
      } catch (error) {
        // As for every submission: what happened is read from the chain. This one was not sent.
        return { kind: "ambiguous", detail: error instanceof Error ? error.message : String(error) };
      }
      return source.submit(tx);
    },
  };
}
