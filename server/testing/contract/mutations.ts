import type { OutputDraft } from "@/server/chain/transaction/cml";
import { encodeAct } from "@/server/domain/contract/act-codec";
import type { InitAct, PoolAct } from "@/server/domain/contract/acts";
import { encodeDatum } from "@/server/domain/contract/datum";
import type { PoolDatum } from "@/server/domain/contract/types";
import type { Mutation } from "./mutant";

/** Changes one output. */
export function withOutput(index: number, change: (output: OutputDraft) => Partial<OutputDraft>): Mutation {
  return (draft) => ({
    ...draft,
    outputs: draft.outputs.map((output, i) => (i === index ? { ...output, ...change(output) } : output)),
  });
}

/** Moves lovelace between two outputs, so that the transaction still balances. */
export function moveLovelace(from: number, to: number, lovelace: bigint): Mutation {
  return (draft) =>
    withOutput(to, (output) => ({ lovelace: output.lovelace + lovelace }))(
      withOutput(from, (output) => ({ lovelace: output.lovelace - lovelace }))(draft),
    );
}

/** Gives the governor another act to judge. */
export function withAct(act: PoolAct | InitAct): Mutation {
  return (draft) => ({
    ...draft,
    redeemers: draft.redeemers.map((redeemer) =>
      redeemer.purpose.kind === "reward" ? { ...redeemer, data: encodeAct(act) } : redeemer,
    ),
  });
}

/** Gives the pool another datum than the contract wants. */
export function withDatum(datum: PoolDatum): Mutation {
  return withOutput(0, () => ({ inlineDatum: encodeDatum(datum) }));
}

/** The pool as if it had been in another state before. */
export function withPoolDatum(datum: PoolDatum): Mutation {
  return (draft) => ({
    ...draft,
    inputs: draft.inputs.map((input) =>
      input.inlineDatum === null ? input : { ...input, inlineDatum: encodeDatum(datum) },
    ),
  });
}
