import { UNMEASURED } from "@/server/chain/pool/spend-terms";
import { CML, type OutputDraft } from "@/server/chain/transaction/cml";
import type { Script } from "@/server/chain/transaction/script";
import type { PoolRedeemer } from "@/server/domain/contract/acts";
import { encodeRedeemer } from "@/server/domain/contract/redeemer";
import type { TxOutput } from "@/server/domain/ports";
import type { Mutation } from "./mutant";
import { withOutput } from "./mutations";
import { STRANGER } from "./pool-terms";

export function outputOf(address: string, lovelace: bigint): OutputDraft {
  return { address, lovelace, assets: {}, inlineDatum: null, referenceScript: null };
}

/** Spends more than the pool; what comes in goes out to a stranger, so that nothing but the inputs differs. */
export function spending(input: TxOutput, redeemer?: PoolRedeemer): Mutation {
  return (draft) => ({
    ...draft,
    inputs: [...draft.inputs, input],
    outputs: [...draft.outputs, { ...outputOf(STRANGER.address, input.lovelace), assets: input.assets }],
    redeemers: redeemer
      ? [
          ...draft.redeemers,
          {
            purpose: { kind: "spend", ref: input.ref },
            data: encodeRedeemer(redeemer),
            units: UNMEASURED,
          },
        ]
      : draft.redeemers,
  });
}

/** Lovelace that leaves the pool for an output of a stranger's. */
export function payingAside(lovelace: bigint): Mutation {
  return (draft) => {
    const poorer = withOutput(0, (output) => ({ lovelace: output.lovelace - lovelace }))(draft);
    return { ...poorer, outputs: [...poorer.outputs, outputOf(STRANGER.address, lovelace)] };
  };
}

export function feeOf(feeLovelace: bigint): Mutation {
  return (draft) => {
    const more = feeLovelace - draft.feeLovelace;
    return { ...withOutput(0, ({ lovelace }) => ({ lovelace: lovelace - more }))(draft), feeLovelace };
  };
}

export function holding(change: Readonly<Record<string, bigint>>): Mutation {
  return withOutput(0, ({ assets }) => ({ assets: { ...assets, ...change } }));
}

/** Brings a script along in the witnesses, as nobody needs who has its reference output. */
export function bringing(script: Script): Mutation {
  return (draft) => ({
    ...draft,
    alter: (body, witnesses) => {
      draft.alter?.(body, witnesses);
      const scripts = witnesses.plutus_v3_scripts() ?? CML.PlutusV3ScriptList.new();
      scripts.add(CML.PlutusV3Script.from_raw_bytes(script.bytes));
      witnesses.set_plutus_v3_scripts(scripts);
    },
  });
}
