import { describe, it } from "vitest";
import { encodeDatum } from "@/server/domain/contract/datum";
import { IDLE } from "@/server/testing/contract/mutant-pool";
import { START_SLOT } from "@/server/testing/contract/pool-fixture";
import { STRANGER } from "@/server/testing/contract/pool-terms";
import { BATCH, PAYING } from "@/server/testing/contract/valid-drafts";
import {
  cancel,
  close,
  commit,
  expectFound,
  expire,
  pay,
  resume,
  updates,
  type Verified,
  withdraw,
} from "@/server/testing/contract/verified";
import { deposit, init, scripts } from "@/server/testing/contract/verified-wallet";
import type { PoolDatum } from "../contract/types";
import type { Expected } from "./expected";
import { verifyTransaction } from "./verify";

/* The same bytes, where something else was approved or the chain shows something else. */

type Case = readonly [what: string, change: (expected: Expected) => object, reason: RegExp];

const [first, ...others] = BATCH.payouts;
if (!first) throw new Error("a payout was wanted");

/** A pool that was in another state before. */
function poolIn(datum: PoolDatum): Case[1] {
  return (expected) => ("pool" in expected ? { pool: { ...expected.pool, inlineDatum: encodeDatum(datum) } } : {});
}
const pool =
  (change: object): Case[1] =>
  (expected) =>
    "pool" in expected ? { pool: { ...expected.pool, ...change } } : {};
const redeemer =
  (change: object): Case[1] =>
  (expected) =>
    "redeemer" in expected ? { redeemer: { ...expected.redeemer, ...change } } : {};

const ANY: readonly Case[] = [
  ["another id", () => ({ txHash: "00".repeat(32) }), /^transaction id: is/],
  [
    "another clock",
    ({ slots }) => ({ slots: { ...slots, slotLengthMs: 1 }, nowSlot: START_SLOT + 5_000_000 }),
    /over|ago/,
  ],
  ["a price that has doubled", ({ parameters }) => ({ parameters: { ...parameters, minFeeA: 88 } }), /^fee: is/],
  ["another network", () => ({ networkId: 1 }), /at another address|address: is/],
  ["a pool of another policy", () => ({ policyId: "12".repeat(28) }), /state token|: address: is|has not signed/],
];

const GOVERNED: readonly Case[] = [
  ["another governor", () => ({ governorHash: "12".repeat(28) }), /^withdrawals: is/],
  ["other rewards", () => ({ rewardsLovelace: 8_000_000n }), /^withdrawals: is/],
];

const RUNNING: readonly Case[] = [
  ...GOVERNED,
  [
    "another collateral",
    (expected) => ({ collateral: { ...("collateral" in expected ? expected.collateral : {}), lovelace: 11_000_000n } }),
    /^collateral return: lovelace: is/,
  ],
];

const TABLE: readonly (readonly [Verified, readonly Case[]])[] = [
  [
    pay(),
    [
      ["another amount", () => ({ payouts: [{ ...first, lovelace: first.lovelace + 1n }, ...others] }), /not the one/],
      ["another recipient", () => ({ payouts: [{ ...first, address: STRANGER.address }, ...others] }), /not the one/],
      ["a payout less", () => ({ payouts: others }), /^the Pay names 3 of 2/],
      ["another order", () => ({ payouts: [...others, first] }), /not the one/],
      ["a pool that held more", pool({ lovelace: 1n << 40n }), /^output 0 \(the pool's\): lovelace: is/],
      ["a pool with another nonce", poolIn({ ...PAYING, nonce: 9 }), /datum: nonce is 3, should be 9/],
      ["an idle pool", poolIn(IDLE), /^the pool has no plan to pay/],
      ["another input", pool({ ref: { txHash: "11".repeat(32), index: 0 } }), /^inputs: is/],
      ["an Expire", () => ({ redeemer: { kind: "expire" }, payouts: [] }), /^the pool's redeemer: is/],
    ],
  ],
  [
    commit(),
    [
      ...RUNNING,
      ["a pool that pays", poolIn(PAYING), /^the pool is paying another plan/],
      ["another nonce", poolIn({ ...IDLE, nonce: 4 }), /^the oracle has not signed/],
      ["a day that was committed", poolIn({ ...IDLE, lastDay: IDLE.lastDay + 1 }), /is not after/],
      ["another deadline", redeemer({ deadlineMs: 1 }), /^the deadline 1 is not between/],
      ["no approvals", redeemer({ approvals: [] }), /^0 approvals are there, 2 are needed/],
      ["another plan", redeemer({ firstCommitment: "ab".repeat(32) }), /^the oracle has not signed/],
      ["a pool that cannot pay it", pool({ lovelace: 10_000_000n }), /^the pool keeps/],
    ],
  ],
  [
    resume(),
    [
      ...RUNNING,
      ["nothing left", poolIn(IDLE), /^the pool has no rest of a plan/],
      ["other batches", redeemer({ batches: 2 }), /^the oracle has not signed/],
    ],
  ],
  [expire(), [["a deadline that is not over", poolIn(PAYING), /^the deadline of a plan is not over/]]],
  [
    cancel(),
    [...RUNNING, ["another plan", poolIn({ ...PAYING, plan: "12".repeat(32) }), /^approver 0 has not signed/]],
  ],
  [
    withdraw(),
    [...RUNNING, ["another amount", redeemer({ amount: { lovelace: 1n, tokens: 0n } }), /^approver 0 has not/]],
  ],
  [
    close(),
    [
      ...RUNNING,
      [
        "a pool that owes",
        poolIn({
          ...IDLE,
          status: { kind: "idle", left: "77".repeat(32), remaining: { lovelace: 1n, tokens: 0n }, outputs: 1 },
        }),
        /^the pool owes/,
      ],
    ],
  ],
  ...updates().map(
    (update) => [update, [...RUNNING, ["a pool that pays", poolIn(PAYING), /^the pool is paying/]]] as const,
  ),
  [
    deposit(),
    [
      ...RUNNING,
      [
        "a larger deposit",
        () => ({ amount: { lovelace: 31_000_000n, tokens: 300n } }),
        /^output 0 \(the pool's\): lovelace/,
      ],
      ["a deposit that is too small", () => ({ amount: { lovelace: 1n, tokens: 0n } }), /^the deposit is too small/],
      ["another wallet", () => ({ funding: [] }), /^no input pays for it/],
      ["other change", () => ({ changeAddress: STRANGER.address }), /^output 1 \(the change\): address: is/],
      ["another operator", poolIn({ ...IDLE, operator: STRANGER.hash }), /^signatories: is/],
    ],
  ],
  [
    init(),
    [
      ...GOVERNED,
      ["another deposit", () => ({ deposit: { lovelace: 1n, tokens: 0n } }), /^output 0 \(the pool's\): lovelace: is/],
      ["another operator", () => ({ operator: STRANGER.hash }), /^output 0 \(the pool's\): datum: operator is/],
      ["another fee", () => ({ maxFeeLovelace: 1n }), /^max_fee is 1, not 2 to 10 ADA/],
      [
        "no consent",
        (expected) => ("act" in expected ? { act: { ...expected.act, approverConsents: [] } } : {}),
        /one consent/,
      ],
    ],
  ],
  [
    scripts(),
    [
      ["an account that is open", () => ({ opensAccount: false }), /^accounts opened: is \w+, should be none/],
      [
        "another governor",
        () => ({ governorHash: "12".repeat(28) }),
        /^output 1 \(the governor's script\): script: is/,
      ],
    ],
  ],
];

describe.each(TABLE.map(([made, own]) => ({ name: made.name, made, own })))(
  "of a $name, the verifier",
  ({ made, own }) => {
    it.each([...ANY, ...own])("knows where there was %s", (_what, change, reason) => {
      const expected = { ...made.expected, ...change(made.expected) } as Expected;
      const found = verifyTransaction(made.signed, expected, { signed: true });
      expectFound(found, reason);
    });
  },
);
