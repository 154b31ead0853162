import tracedBlueprint from "@/contracts/plutus.traced.json";
import { makePoolScript } from "@/server/chain/pool/script";
import { UNMEASURED } from "@/server/chain/pool/spend-terms";
import { CML, type OutputDraft } from "@/server/chain/transaction/cml";
import type { Script } from "@/server/chain/transaction/script";
import { makeAddress } from "@/server/domain/cardano/address";
import type { PoolRedeemer } from "@/server/domain/contract/acts";
import { encodeRedeemer } from "@/server/domain/contract/redeemer";
import type { TxOutput } from "@/server/domain/ports";
import type { Mutant } from "./datum-mutants";
import { IDLE, type Mutation, poolIn, type TestDraft, TRACED, withOutput } from "./mutant";
import { PRIZE_UNIT, SETTINGS, STRANGER } from "./pool-terms";
import { walletOutput } from "./world";

/* Inputs, outputs and value of a transaction that has one pool in and goes on with it. */

export const STRANGERS_ACCOUNT = makeAddress(0, null, { kind: "key", hash: STRANGER.hash });
const WRONG_ADDRESS = /pool_out\.address == pool_in\.address \? False/;
const WRONG_VALUE = /pool_out\.value == value \? False/;
const NOT_GOVERNED = /is_governed\(tx, governor\) \? False/;

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

/** Of the pool's output: what the ledger's balance would catch, the contract must refuse by itself. */
export const poolOutputMutants: readonly Mutant[] = [
  ["the pool at a key's address", withOutput(0, () => ({ address: STRANGER.address })), WRONG_ADDRESS],
  [
    "a staking part at the pool",
    withOutput(0, () => ({
      address: makeAddress(0, { kind: "script", hash: TRACED.hash }, { kind: "key", hash: STRANGER.hash }),
    })),
    WRONG_ADDRESS,
  ],
  ["a lovelace less in the pool", withOutput(0, ({ lovelace }) => ({ lovelace: lovelace - 1n })), WRONG_VALUE],
  ["a lovelace more in the pool", withOutput(0, ({ lovelace }) => ({ lovelace: lovelace + 1n })), WRONG_VALUE],
  [
    "a token less in the pool",
    withOutput(0, ({ assets }) => ({ assets: { ...assets, [PRIZE_UNIT]: (assets[PRIZE_UNIT] ?? 0n) - 1n } })),
    WRONG_VALUE,
  ],
  ["no prize tokens in the pool", holding({ [PRIZE_UNIT]: 0n }), WRONG_VALUE],
  ["no state token in the pool", holding({ [TRACED.stateToken]: 0n }), WRONG_VALUE],
  ["two state tokens in the pool", holding({ [TRACED.stateToken]: 2n }), WRONG_VALUE],
  ["token dust in the pool", holding({ [`${"cd".repeat(28)}00`]: 1n }), WRONG_VALUE],
];

/** At the script's own address, without the token, with a datum such as a pool's. */
export const BARE: TxOutput = { ...poolIn(IDLE).pool.output, assets: {} };

/** A pool of the same governor's, made for another seed. */
export const OTHER_SCRIPT = makePoolScript(walletOutput(STRANGER, 1n).ref, 0, tracedBlueprint);
export const OTHER_POOL = poolIn(IDLE, undefined, OTHER_SCRIPT).pool;

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

/** A second pool under the same act, and all it holds for a stranger. */
export const spendingOtherPool: Mutation = (draft) =>
  bringing(OTHER_SCRIPT)(spending(OTHER_POOL.output, GOVERN)(draft));

/** Any redeemer of an act: the pool's own is the same for all. */
export const GOVERN = { kind: "cancel", settings: SETTINGS, approvals: [] } as const;

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
