import { describe, expect, it } from "vitest";
import { IDLE } from "@/server/testing/contract/mutant-pool";
import { STRANGER } from "@/server/testing/contract/pool-terms";
import { cancel, close, commit, expire, pay, resume, updates, withdraw } from "@/server/testing/contract/verified";
import { deposit, init, scripts } from "@/server/testing/contract/verified-wallet";
import { verifyTransaction } from "./verify";

const ALL = [
  pay(),
  commit(),
  resume(),
  expire(),
  cancel(),
  { ...cancel(IDLE), name: "Cancel of an idle pool" },
  withdraw(),
  close(),
  ...updates(),
  deposit(),
  deposit(STRANGER),
  scripts(),
  scripts(false),
  init(),
];

describe.each(ALL)("the verifier, of a $name", ({ built, signed, expected }) => {
  it("finds nothing in what was built, before and after it is signed", () => {
    expect(verifyTransaction(built.cbor, expected, { signed: false })).toEqual([]);
    expect(verifyTransaction(signed, expected, { signed: true })).toEqual([]);
  });

  it("misses the signatures where there are none yet", () => {
    const found = verifyTransaction(built.cbor, expected, { signed: true });
    expect(found).toEqual(built.requiredSigners.map((hash) => expect.stringContaining(hash)));
  });
});
