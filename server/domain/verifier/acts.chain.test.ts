import { describe, expect, it } from "vitest";
import {
  actMutations,
  inAct,
  MINTS_MORE,
  NO_SIGNATORY,
  OTHER_MINT,
  outputMutations,
  SIGNATORY,
} from "@/server/testing/contract/act-mutations";
import { ANY, type ByteMutation, POOL, RUNNING } from "@/server/testing/contract/byte-mutations";
import { CHANGES } from "@/server/testing/contract/changes";
import { IDLE } from "@/server/testing/contract/mutant-pool";
import {
  cancel,
  close,
  commit,
  expectFound,
  expire,
  resume,
  updates,
  type Verified,
  withdraw,
} from "@/server/testing/contract/verified";
import type { PoolAct } from "../contract/acts";
import { verifyTransaction } from "./verify";

/* Final bytes of every spend but Pay, changed in one thing each: the verifier says which. */

function actOf<Kind extends PoolAct["kind"]>({ expected }: Verified, kind: Kind): Extract<PoolAct, { kind: Kind }> {
  if (!("redeemer" in expected) || expected.redeemer.kind !== kind) throw new Error(`this is no ${kind}`);
  return expected.redeemer as Extract<PoolAct, { kind: Kind }>;
}

const HASH = "cc".repeat(32);
const SIGNATURE = "dd".repeat(64);
const EVERY = [...ANY, ...RUNNING];

function committed(): [Verified, readonly ByteMutation[]] {
  const made = commit();
  const act = actOf(made, "commit");
  const own = [
    inAct({ ...act, day: act.day - 1 }, "day"),
    inAct({ ...act, firstCommitment: HASH }, "c1"),
    inAct({ ...act, reportHash: HASH }, "report"),
    inAct({ ...act, total: { ...act.total, lovelace: 1n } }, "total"),
    inAct({ ...act, outputs: act.outputs + 1 }, "outputs"),
    inAct({ ...act, batches: act.batches + 1 }, "batches"),
    inAct({ ...act, deadlineMs: act.deadlineMs + 1 }, "deadline"),
    inAct({ ...act, oracleSignature: SIGNATURE }, "oracle's signature"),
    inAct({ ...act, approvals: act.approvals.slice(1) }, "approvals"),
  ];
  return [made, [...POOL, ...actMutations(act), ...own, ...SIGNATORY, MINTS_MORE]];
}

function resumed(): [Verified, readonly ByteMutation[]] {
  const made = resume();
  const act = actOf(made, "resume");
  const own = [
    inAct({ ...act, batches: act.batches + 1 }, "batches"),
    inAct({ ...act, deadlineMs: act.deadlineMs + 1 }, "deadline"),
    inAct({ ...act, oracleSignature: SIGNATURE }, "oracle's signature"),
    inAct({ ...act, approvals: [] }, "approvals"),
  ];
  return [made, [...POOL, ...actMutations(act), ...own, ...SIGNATORY, MINTS_MORE]];
}

function cancelled(made: Verified): [Verified, readonly ByteMutation[]] {
  const act = actOf(made, "cancel");
  const own = [inAct({ ...act, approvals: act.approvals.slice(1) }, "approvals"), NO_SIGNATORY, MINTS_MORE];
  return [made, [...POOL, ...actMutations(act), ...own]];
}

function withdrawn(): [Verified, readonly ByteMutation[]] {
  const made = withdraw();
  const act = actOf(made, "withdraw");
  const amount = { ...act.amount, lovelace: act.amount.lovelace + 1n };
  const own = [inAct({ ...act, amount }, "amount"), inAct({ ...act, approvals: [] }, "approvals"), NO_SIGNATORY];
  return [made, [...POOL, ...actMutations(act), ...own, ...outputMutations(1, "the treasury's"), MINTS_MORE]];
}

function closed(): [Verified, readonly ByteMutation[]] {
  const made = close();
  const act = actOf(made, "close");
  const own = [inAct({ ...act, approvals: act.approvals.slice(1) }, "approvals"), NO_SIGNATORY];
  // The second redeemer is the policy's.
  const acts = actMutations(act).filter(
    ([what]) => what !== "a redeemer for another account" && !/of another/.test(what),
  );
  return [made, [...acts, ...own, ...outputMutations(0, "the treasury's"), ...OTHER_MINT]];
}

function updated(made: Verified, at: number): [Verified, readonly ByteMutation[]] {
  const act = actOf(made, "updateSettings");
  const others = CHANGES[at]?.others ?? [];
  const signed = act.change.kind === "setOperator" ? SIGNATORY : [NO_SIGNATORY];
  return [
    made,
    [
      ...POOL,
      ...actMutations(act),
      ...others.map((change) => inAct({ ...act, change }, "change")),
      ...signed,
      MINTS_MORE,
    ],
  ];
}

const EXPIRED: [Verified, readonly ByteMutation[]] = [expire(), [...POOL, ...SIGNATORY, MINTS_MORE]];

const TABLE = [
  committed(),
  resumed(),
  EXPIRED,
  cancelled(cancel()),
  cancelled({ ...cancel(IDLE), name: "Cancel of an idle pool" }),
  withdrawn(),
  closed(),
  ...updates().map(updated),
].map(([made, own]) => ({ name: made.name, made, own }));

describe.each(TABLE)("the verifier of a $name's final bytes", ({ made: { signed, expected }, own }) => {
  it.each([...EVERY, ...own])("finds %s, and says so", (_what, change, reason) => {
    const changed = change(signed);
    expect(changed).not.toBe(signed);
    const found = verifyTransaction(changed, expected, { signed: true });
    expectFound(found, reason);
  });
});
