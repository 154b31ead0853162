import type { ChainSource, ChainWitness } from "@/server/domain/ports";

/** Has a question put, or refuses it; `question` is its name and what it is about. */
export type Around = <Answer>(ask: () => Promise<Answer>, question: string) => Promise<Answer>;

type Asked<Question extends unknown[], Answer> = (...question: Question) => Promise<Answer>;

function asker(around: Around) {
  return <Question extends unknown[], Answer>(name: string, ask: Asked<Question, Answer>): Asked<Question, Answer> =>
    (...question) =>
      around(() => ask(...question), `${name} ${question.join(" ")}`.trimEnd());
}

/** A witness of which every question goes through `around`. What is submitted does not: that is no question. */
export function aroundWitness(witness: ChainWitness, around: Around): ChainWitness {
  const asked = asker(around);
  return {
    name: witness.name,
    kind: witness.kind,
    genesis: asked("genesis", witness.genesis),
    tip: asked("tip", witness.tip),
    block: asked("block", witness.block),
    addressTransactions: asked("addressTransactions", witness.addressTransactions),
    assetTransactions: asked("assetTransactions", witness.assetTransactions),
    transactionPlace: asked("transactionPlace", witness.transactionPlace),
    unspentOutputs: asked("unspentOutputs", witness.unspentOutputs),
    assetHolders: asked("assetHolders", witness.assetHolders),
    assetSupply: asked("assetSupply", witness.assetSupply),
    submit: witness.submit,
  };
}

/** The same for a source. */
export function aroundSource(source: ChainSource, around: Around): ChainSource {
  const asked = asker(around);
  return {
    ...aroundWitness(source, around),
    genesis: asked("genesis", source.genesis),
    blocksAfter: asked("blocksAfter", source.blocksAfter),
    blockTransactions: asked("blockTransactions", source.blockTransactions),
    transactionBytes: asked("transactionBytes", source.transactionBytes),
    rewardAccount: asked("rewardAccount", source.rewardAccount),
    script: asked("script", source.script),
    parameters: asked("parameters", source.parameters),
    submit: source.submit,
  };
}
