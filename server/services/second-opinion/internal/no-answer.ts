import { ChainSourceError } from "@/server/chain/sources/error";
import type { ChainWitness } from "@/server/domain/ports";
import type { WhyWaiting } from "@/server/domain/second-opinion/opinion";
import { failureInWords } from "../../failure-in-words";

/** A witness said nothing that counts. Whoever compares waits, and concludes nothing. */
export class NoAnswer extends Error {
  override readonly name = "NoAnswer";
  constructor(readonly why: WhyWaiting) {
    super(why.kind);
  }
}

/** The same witness, which throws `NoAnswer` where it cannot answer: whose silence it is would be lost otherwise. */
export function attributed(witness: ChainWitness): Omit<ChainWitness, "submit"> {
  const { name, kind } = witness;
  const ask = <Arguments extends unknown[], Answer>(method: (...given: Arguments) => Promise<Answer>) => {
    return async (...given: Arguments): Promise<Answer> => {
      try {
        return await method.apply(witness, given);
      } catch (error) {
        if (!(error instanceof ChainSourceError)) throw error;
        throw new NoAnswer({ kind: "away", problem: failureInWords(error) });
      }
    };
  };
  return {
    name,
    kind,
    genesis: ask(witness.genesis),
    tip: ask(witness.tip),
    block: ask(witness.block),
    addressTransactions: ask(witness.addressTransactions),
    assetTransactions: ask(witness.assetTransactions),
    transactionPlace: ask(witness.transactionPlace),
    unspentOutputs: ask(witness.unspentOutputs),
    assetHolders: ask(witness.assetHolders),
    assetSupply: ask(witness.assetSupply),
  };
}

export type Witness = ReturnType<typeof attributed>;
