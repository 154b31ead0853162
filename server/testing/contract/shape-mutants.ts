import tracedBlueprint from "@/contracts/plutus.traced.json";
import { makePoolScript } from "@/server/chain/pool/script";
import { makeAddress } from "@/server/domain/cardano/address";
import type { TxOutput } from "@/server/domain/ports";
import type { Mutant } from "./datum-mutants";
import type { Mutation } from "./mutant";
import { IDLE, poolIn, TRACED } from "./mutant-pool";
import { withOutput } from "./mutations";
import { PRIZE_UNIT, SETTINGS, STRANGER } from "./pool-terms";
import { bringing, holding, spending } from "./shape-mutations";
import { walletOutput } from "./world";

/* Inputs, outputs and value of a transaction that has one pool in and goes on with it. */

export const STRANGERS_ACCOUNT = makeAddress(0, null, { kind: "key", hash: STRANGER.hash });
const WRONG_ADDRESS = /pool_out\.address == pool_in\.address \? False/;
export const WRONG_VALUE = /pool_out\.value == value \? False/;

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

/** A second pool under the same act, and all it holds for a stranger. */
export const spendingOtherPool: Mutation = (draft) =>
  bringing(OTHER_SCRIPT)(spending(OTHER_POOL.output, GOVERN)(draft));

/** Any redeemer of an act: the pool's own is the same for all. */
export const GOVERN = { kind: "cancel", settings: SETTINGS, approvals: [] } as const;
