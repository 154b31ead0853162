import type { Mutant } from "./datum-mutants";
import type { Mutation, TestDraft } from "./mutant";
import { withOutput } from "./mutations";
import { STRANGERS_ACCOUNT, WRONG_VALUE } from "./shape-mutants";

const NOT_GOVERNED = /is_governed\(tx, governor\) \? False/;

/** What an act withdraws: from whose account, how much, and who judges it. */
export function governorMutants(rewardsLovelace: bigint): Mutant[] {
  const toPool = (lovelace: bigint) => withOutput(0, (output) => ({ lovelace: output.lovelace + lovelace }));
  const withdrawing =
    (lovelace: bigint): Mutation =>
    (draft) => ({
      ...draft,
      withdrawals: draft.withdrawals.map((one) => ({ ...one, lovelace })),
      accountLovelace: rewardsLovelace,
    });
  return [
    ["no withdrawal", (draft) => toPool(-rewardsLovelace)(ungoverned(draft)), NOT_GOVERNED],
    [
      "a stranger's withdrawal instead",
      (draft) =>
        toPool(-rewardsLovelace)({
          ...ungoverned(draft),
          withdrawals: [{ account: STRANGERS_ACCOUNT, lovelace: 0n }],
        }),
      NOT_GOVERNED,
    ],
    [
      "a second withdrawal",
      (draft) => ({
        ...draft,
        withdrawals: [...draft.withdrawals, { account: STRANGERS_ACCOUNT, lovelace: 0n }],
      }),
      NOT_GOVERNED,
    ],
    ["the withdrawal withheld from the pool", payingFee(rewardsLovelace), WRONG_VALUE],
    ["less withdrawn than there is", (draft) => toPool(-1n)(withdrawing(rewardsLovelace - 1n)(draft)), /[Ww]ithdraw/],
    ["more withdrawn than there is", (draft) => toPool(1n)(withdrawing(rewardsLovelace + 1n)(draft)), /[Ww]ithdraw/],
    ["no account of the governor's", (draft) => ({ ...draft, accountLovelace: null }), /[Ww]ithdraw|[Rr]egist/],
  ];
}

function ungoverned(draft: TestDraft): TestDraft {
  return {
    ...draft,
    withdrawals: [],
    redeemers: draft.redeemers.filter(({ purpose }) => purpose.kind !== "reward"),
  };
}

/** The contract alone sees this: the pool gets less, and nobody more. */
function payingFee(lovelace: bigint): Mutation {
  return withOutput(0, (output) => ({ lovelace: output.lovelace - lovelace }));
}
