import { describe, expect, it } from "vitest";
import {
  actMutations,
  inAct,
  MINTS_MORE,
  OTHER_MINT,
  outputMutations,
  SIGNATORY,
} from "@/server/testing/contract/act-mutations";
import {
  ANY,
  add,
  at,
  type ByteMutation,
  increase,
  inWitnesses,
  moreLovelace,
  POOL,
  put,
  RUNNING,
  remove,
  stranger,
  uint,
} from "@/server/testing/contract/byte-mutations";
import { STRANGER } from "@/server/testing/contract/pool-terms";
import type { Verified } from "@/server/testing/contract/verified";
import { expectFound } from "@/server/testing/contract/verified";
import { deposit, init, scripts } from "@/server/testing/contract/verified-wallet";
import { cborBytes } from "../cardano/write-cbor";
import { verifyTransaction } from "./verify";

/* Final bytes of what a wallet pays for, changed in one thing each: the verifier says which. */

const CHANGE: readonly ByteMutation[] = [
  ...outputMutations(1, "the change"),
  [
    "change without the wallet's other tokens",
    put(at(1, 1, 1), uint(5_000_000n)),
    /^output 1 \(the change\): assets: is none/,
  ],
];

function deposited(made: Verified): [Verified, readonly ByteMutation[]] {
  const { expected } = made;
  if (expected.kind !== "deposit") throw new Error("this is no deposit");
  const act = expected.redeemer;
  return [
    made,
    [
      ...RUNNING,
      ...POOL,
      ...CHANGE,
      ...actMutations(act),
      inAct({ ...act, approvals: [{ index: 0, envelope: { kind: "raw", signature: "ee".repeat(64) } }] }, "approvals"),
      ["less for the pool than was said", moreLovelace(0, -1_000_000n), /^output 0 \(the pool's\): lovelace: is/],
      [
        "only the pool as input",
        (cbor) => remove(at(0, 1))(remove(at(0, 1))(cbor)),
        /^inputs: is|^no input pays for it/,
      ],
      ["a redeemer for another input", increase(inWitnesses(5, 0, 1), 1n), /^redeemers: is/],
      MINTS_MORE,
    ],
  ];
}

function made(): [Verified, readonly ByteMutation[]] {
  const verified = init();
  const { expected } = verified;
  if (expected.kind !== "init") throw new Error("this is no Init");
  const { act } = expected;
  const envelope = { kind: "raw", signature: "ee".repeat(64) } as const;
  const own: ByteMutation[] = [
    inAct({ ...act, oracleConsent: envelope }, "oracle's consent"),
    inAct({ ...act, approverConsents: [] }, "approvers' consents"),
    ["an input less", remove(at(0, 0)), /^inputs: is/],
    ["no beginning of its validity", remove(at(8)), /^it has no beginning of its validity/],
    ["a beginning on another day", increase(at(8), -120n), /^output 0 \(the pool's\): datum: last_day is/],
  ];
  return [verified, [...RUNNING, ...POOL, ...CHANGE, ...actMutations(act), ...own, ...OTHER_MINT, ...SIGNATORY]];
}

function locked(verified: Verified): [Verified, readonly ByteMutation[]] {
  const otherScript = cborBytes(`8203${cborBytes("4101")}`);
  const opens = verified.expected.kind === "scripts" && verified.expected.opensAccount;
  const certificate = (kind: bigint, hash: string) => `81${`82${uint(kind)}82${uint(1n)}${cborBytes(hash)}`}`;
  const accounts: ByteMutation[] = opens
    ? [
        ["no account opened", remove(at(4)), /^accounts opened: is none/],
        ["another account opened", put(at(4), certificate(0n, "66".repeat(28))), /^accounts opened: is 6666/],
        ["an account closed", put(at(4), certificate(1n, "66".repeat(28))), /does not open a script's account/],
        [
          "a second certificate",
          add(at(4), certificate(0n, "66".repeat(28)).slice(2)),
          /^accounts opened: is \w+, 6666/,
        ],
      ]
    : [["an account opened", add(at(), `04${certificate(0n, "66".repeat(28))}`), /^accounts opened: is 6666/]];
  const own: ByteMutation[] = [
    ["another script for the pool's", put(at(1, 0, 3), otherScript), /^output 0 \(the pool's script\): script: is/],
    ["another script for the governor's", put(at(1, 1, 3), otherScript), /^output 1 \(the governor's script\): script/],
    ["no script", remove(at(1, 0, 3)), /^output 0 \(the pool's script\): script: is none/],
    ["a script where somebody can spend it", put(at(1, 1, 0), stranger), /^output 1 \([^)]*\): address: is/],
    ["more locked than the least", moreLovelace(1, 1_000_000n), /^output 1 \(the governor's script\): lovelace: is/],
    ["a reference input", add(at(), `1281${`82${cborBytes("11".repeat(32))}00`}`), /^reference inputs: is/],
    ["collateral", add(at(), `0d81${`82${cborBytes("11".repeat(32))}00`}`), /^it has collateral, and runs no script/],
    ["a script data hash", add(at(), `0b${cborBytes("22".repeat(32))}`), /^script data hash: is 2222/],
    ["a withdrawal", add(at(), `05a1${cborBytes(`f0${"66".repeat(28)}`)}00`), /^withdrawals: is f06666/],
    ["redeemers", add([1], "0581840000d87980820000"), /^redeemers: is 0:0, should be none/],
    MINTS_MORE,
  ];
  return [verified, [...own, ...accounts, ...outputMutations(2, "the change")]];
}

const TABLE = [
  deposited(deposit()),
  deposited(deposit(STRANGER)),
  made(),
  locked(scripts()),
  locked(scripts(false)),
].map(([verified, own]) => ({ name: verified.name, verified, own }));

describe.each(TABLE)("the verifier of a $name's final bytes", ({ verified: { signed, expected }, own }) => {
  it.each([...ANY, ...own])("finds %s, and says so", (_what, change, reason) => {
    const changed = change(signed);
    expect(changed).not.toBe(signed);
    const found = verifyTransaction(changed, expected, { signed: true });
    expectFound(found, reason);
  });
});
