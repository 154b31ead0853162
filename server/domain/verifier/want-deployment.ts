import { actData, MINT } from "./act-data";
import { addressOf } from "./addresses";
import type { Moment } from "./after";
import type { ExpectedInit, ExpectedScripts } from "./expected";
import { checkInit, firstState } from "./first-state";
import { deployersIn, payersOfScripts } from "./own-wallet";
import type { Found } from "./read-transaction";
import { stateToken } from "./state";
import { change, governed, paidBy, take } from "./wallet";
import { poolOutput, signersOf } from "./want-spend";
import { assetsOf, MINTING, REWARD, showRef, type Wanted } from "./wanted";

/* What a deployment must be: the transaction that locks the scripts, and the one that makes the pool. */

type Time = Pick<Moment, "fee" | "lower" | "upper">;

export function wantInit(expected: ExpectedInit, found: Found, { fee, lower }: Time): Wanted {
  const { act, deposit, operator, policyId, rewardsLovelace, givenBack } = expected;
  const { prizeAsset } = act.settings;
  const { seed, collateral, between } = deployersIn(expected);
  const taken = take(
    [givenBack, ...between],
    found.inputs.filter((ref) => ref !== showRef(seed.ref)),
  );
  const spent = [seed, ...taken.outputs];
  // The rewards of the governor's account are the deployer's.
  const cost = { ...deposit, lovelace: deposit.lovelace + fee - rewardsLovelace };
  return {
    ...governed(expected),
    inputs: [showRef(seed.ref), ...taken.refs],
    outputs: [
      poolOutput(expected, firstState(expected, lower ?? 0n), deposit, prizeAsset),
      change(expected, spent, cost, prizeAsset),
    ],
    mint: new Map([[stateToken(policyId), 1n]]),
    signatories: [operator],
    redeemers: [
      { what: "the policy's redeemer", pointer: `${MINTING}:0`, data: MINT },
      { what: "the governor's redeemer", pointer: `${REWARD}:0`, data: actData(act) },
    ],
    signers: signersOf(
      [operator],
      [collateral, ...spent].map(({ address }) => address),
    ),
    problems: [
      ...checkInit(expected),
      ...taken.problems,
      ...(lower === null ? ["it has no beginning of its validity"] : []),
    ],
  };
}

export function wantScripts(expected: ExpectedScripts, found: Found, { fee }: Time): Wanted {
  const { policyId, governorHash, opensAccount, parameters } = expected;
  const { payers, problems } = payersOfScripts(expected, found.inputs);
  const taken = take(payers, found.inputs);
  const scripts = { "the pool's script": policyId, "the governor's script": governorHash };
  const holders = Object.entries(scripts).map(([what, scriptHash], place) => {
    return { ...holder(expected, found, place), what, scriptHash };
  });
  const locked = holders.reduce((sum, { lovelace }) => sum + lovelace, 0n);
  const opening = opensAccount ? parameters.stakeDepositLovelace : 0n;
  return {
    ...paidBy(taken),
    outputs: [...holders, change(expected, taken.outputs, { lovelace: locked + opening + fee, tokens: 0n }, null)],
    opened: opensAccount ? [governorHash] : [],
    problems: [...taken.problems, ...problems],
  };
}

/** The ledger counts an entry beside the output's own bytes (Babbage: utxoEntrySize). */
const ENTRY_BYTES = 160n;

/** Where nobody can spend it, with the least lovelace that an output of its size may hold: it is gone. */
function holder({ policyId, networkId, parameters }: ExpectedScripts, found: Found, place: number) {
  const size = BigInt(found.outputs[place]?.sizeBytes ?? 0);
  return {
    address: addressOf(networkId, { kind: "script", hash: policyId }),
    lovelace: parameters.coinsPerUtxoByte * (ENTRY_BYTES + size),
    assets: assetsOf(null, 0n),
    datum: null,
  };
}
