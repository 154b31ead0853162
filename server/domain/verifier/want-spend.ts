import type { PoolRedeemer } from "../contract/acts";
import type { Payout } from "../contract/types";
import type { Hex } from "../units";
import { actData, BURN, EXPIRE, GOVERN, payData } from "./act-data";
import { addressHex, addressOf, ownerOf, scriptAccount } from "./addresses";
import type { After, Moment } from "./after";
import { afterCancel, afterClose, afterUpdate, afterWithdraw } from "./after-act";
import { afterCommit, afterExpire, afterPay, afterResume } from "./after-plan";
import type { Named } from "./data";
import type { ExpectedSpend, Ground } from "./expected";
import { type Asset, type Before, readBefore, type State, stateData, stateToken } from "./state";
import { assetsOf, MINTING, REWARD, references, SPEND, showRef, type Wanted, type WantedOutput } from "./wanted";

/** What a spend that has the pool as its only input must be. */
export function wantSpend(expected: ExpectedSpend, time: Pick<Moment, "fee" | "lower" | "upper">): Wanted {
  const { pool, redeemer, payouts, policyId, networkId, governorHash, collateral } = expected;
  const before = readBefore(pool, policyId, networkId);
  const isGoverned = redeemer.kind !== "pay" && redeemer.kind !== "expire";
  const moment = { ...time, before, rewards: isGoverned ? expected.rewardsLovelace : 0n };
  const after = afterSpend(moment, redeemer, payouts);
  const signatories = signatoriesOf(redeemer, before.state);
  const closes = after.state === null;
  return {
    inputs: [showRef(pool.ref)],
    outputs: outputsOf(expected, before, after),
    opened: [],
    withdrawals: isGoverned ? [`${scriptAccount(networkId, governorHash)}: ${moment.rewards}`] : [],
    mint: closes ? new Map([[stateToken(policyId), -1n]]) : new Map(),
    signatories,
    ...references(expected, isGoverned),
    redeemers: [
      { what: "the pool's redeemer", pointer: `${SPEND}:0`, data: poolRedeemer(redeemer) },
      ...(closes ? [{ what: "the policy's redeemer", pointer: `${MINTING}:0`, data: BURN }] : []),
      ...("settings" in redeemer
        ? [{ what: "the governor's redeemer", pointer: `${REWARD}:0`, data: actData(redeemer) }]
        : []),
    ],
    signers: signersOf(signatories, [collateral.address]),
    problems: after.problems,
  };
}

/** What the spend makes of the pool, by the rules of its act. */
export function afterSpend(moment: Moment, redeemer: ExpectedSpend["redeemer"], payouts: readonly Payout[]): After {
  switch (redeemer.kind) {
    case "commit":
      return afterCommit(moment, redeemer);
    case "resume":
      return afterResume(moment, redeemer);
    case "pay":
      return afterPay(moment, redeemer, payouts);
    case "expire":
      return afterExpire(moment);
    case "cancel":
      return afterCancel(moment, redeemer);
    case "updateSettings":
      return afterUpdate(moment, redeemer);
    case "withdraw":
      return afterWithdraw(moment, redeemer);
    case "close":
      return afterClose(moment, redeemer);
  }
}

function poolRedeemer(redeemer: PoolRedeemer): Named {
  if (redeemer.kind === "pay") return payData(redeemer);
  return redeemer.kind === "expire" ? EXPIRE : GOVERN;
}

/** The pool first, then the treasury, then the payouts in their order. */
function outputsOf(expected: ExpectedSpend, { asset }: Before, { state, held, treasury }: After): WantedOutput[] {
  const { networkId, redeemer, payouts } = expected;
  const plain = { datum: null, scriptHash: null };
  const settings = "settings" in redeemer ? redeemer.settings : null;
  return [
    ...(state ? [poolOutput(expected, state, held, asset)] : []),
    ...(treasury && settings
      ? [
          {
            ...plain,
            what: "the treasury's",
            address: addressOf(networkId, settings.treasury),
            lovelace: treasury.lovelace,
            assets: assetsOf(asset, treasury.tokens),
          },
        ]
      : []),
    ...payouts.map(({ address, lovelace, tokens }, place) => ({
      ...plain,
      what: `payout ${place + 1}`,
      address: addressHex(address),
      lovelace,
      assets: assetsOf(asset, tokens),
    })),
  ];
}

/** At the script's own address, with the state token. */
export function poolOutput(
  { policyId, networkId }: Ground,
  state: State,
  held: After["held"],
  asset: Asset | null,
): WantedOutput {
  return {
    what: "the pool's",
    address: addressOf(networkId, { kind: "script", hash: policyId }),
    lovelace: held.lovelace,
    assets: assetsOf(asset, held.tokens, [[stateToken(policyId), 1n]]),
    datum: stateData(state),
    scriptHash: null,
  };
}

/** The operator for what only the operator does, a new operator for becoming it; for all else nobody. */
function signatoriesOf(redeemer: ExpectedSpend["redeemer"], { operator }: State): Hex[] {
  switch (redeemer.kind) {
    case "commit":
    case "resume":
    case "pay":
    case "expire":
      return [operator];
    case "updateSettings":
      return redeemer.change.kind === "setOperator" ? [redeemer.change.operator] : [];
    default:
      return [];
  }
}

/** Each key once. What a script owns needs none. */
export function signersOf(signatories: readonly Hex[], spent: readonly string[]): Hex[] {
  const owners = spent.flatMap((address) => ownerOf(addressHex(address)) ?? []);
  return [...new Set([...signatories, ...owners])].sort();
}
