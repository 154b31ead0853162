import { actData, GOVERN } from "./act-data";
import type { Moment } from "./after";
import { afterDeposit } from "./after-act";
import type { ExpectedDeposit } from "./expected";
import type { Found } from "./read-transaction";
import { readBefore } from "./state";
import { change, governed, take } from "./wallet";
import { poolOutput, signersOf } from "./want-spend";
import { REWARD, SPEND, showRef, type Wanted } from "./wanted";

/** What a Deposit must be: the pool and the depositor's wallet go in, the pool and the change come out. */
export function wantDeposit(
  expected: ExpectedDeposit,
  found: Found,
  time: Pick<Moment, "fee" | "lower" | "upper">,
): Wanted {
  const { pool, redeemer, amount, policyId, networkId, rewardsLovelace: rewards } = expected;
  const before = readBefore(pool, policyId, networkId);
  const { state, held, problems } = afterDeposit({ ...time, before, rewards }, redeemer, amount);
  if (!state) throw new Error("a deposit closes no pool");
  const { prizeAsset } = redeemer.settings;
  const poolRef = showRef(pool.ref);
  const taken = take(
    expected.funding,
    found.inputs.filter((ref) => ref !== poolRef),
  );
  const signatories = redeemer.approvals.length === 0 ? [before.state.operator] : [];
  return {
    ...governed(expected),
    inputs: [poolRef, ...taken.refs],
    outputs: [
      poolOutput(expected, state, held, prizeAsset),
      change(expected, taken.outputs, { ...amount, lovelace: amount.lovelace + time.fee }, prizeAsset),
    ],
    mint: new Map(),
    signatories,
    redeemers: [
      { what: "the pool's redeemer", pointer: `${SPEND}:${placeOf(poolRef, found.inputs)}`, data: GOVERN },
      { what: "the governor's redeemer", pointer: `${REWARD}:0`, data: actData(redeemer) },
    ],
    signers: signersOf(
      signatories,
      [expected.collateral, ...taken.outputs].map(({ address }) => address),
    ),
    problems: [...problems, ...taken.problems],
  };
}

/** Place in the ledger's order, by id and then by index. */
function placeOf(ref: string, all: readonly string[]): number {
  const key = (name: string) => name.replace(/#(\d+)$/, (_, index: string) => `#${index.padStart(5, "0")}`);
  return all.filter((other) => key(other) < key(ref)).length;
}
