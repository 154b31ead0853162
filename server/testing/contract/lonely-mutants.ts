import type { PoolRedeemer } from "@/server/domain/contract/acts";
import type { Mutant } from "./datum-mutants";
import type { Mutation, TestDraft } from "./mutant";
import { TRACED } from "./mutant-pool";
import { withOutput } from "./mutations";
import { STRANGER } from "./pool-terms";
import { BARE } from "./shape-mutants";
import { holding, payingAside, spending } from "./shape-mutations";
import { walletOutput } from "./world";

export const NOT_ALONE = /\[\s*Input/;

/** For acts where nothing is spent but the pool. */
export function lonelyMutants(redeemer: PoolRedeemer): Mutant[] {
  return [
    ["a stranger's input besides", spending(walletOutput(STRANGER, 50_000_000n)), NO_OUTPUT_MORE],
    ["a bare output of the script spent along", (draft) => spendingBare(draft, redeemer), NO_OUTPUT_MORE],
    ["a stranger's input that only adds to the pool", givingToPool, NOT_ALONE],
    ["an output besides", payingAside(2_000_000n), NO_OUTPUT_MORE],
    ["the state token sent away", movingTokenAside, NO_OUTPUT_MORE],
    ["no output", (draft) => ({ ...draft, outputs: [] }), NO_OUTPUT_MORE],
  ];
}
const NO_OUTPUT_MORE = /expect \[.*\] = tx\.outputs/;

/** With the pool's own datum, so that its own redeemer fits. */
function spendingBare(draft: TestDraft, redeemer: PoolRedeemer): TestDraft {
  const inlineDatum = draft.inputs[0]?.inlineDatum ?? null;
  return spending({ ...BARE, inlineDatum }, redeemer)(draft);
}

const giver = walletOutput(STRANGER, 50_000_000n);
const givingToPool: Mutation = (draft) => ({
  ...withOutput(0, ({ lovelace }) => ({ lovelace: lovelace + giver.lovelace }))(draft),
  inputs: [...draft.inputs, giver],
});
const movingTokenAside: Mutation = (draft) => {
  const poorer = holding({ [TRACED.stateToken]: 0n })(payingAside(2_000_000n)(draft));
  const last = poorer.outputs.length - 1;
  return withOutput(last, () => ({ assets: { [TRACED.stateToken]: 1n } }))(poorer);
};
