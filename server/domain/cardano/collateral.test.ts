import { expect, it } from "vitest";
import type { TxOutput } from "../ports";
import { chooseCollateral, isCollateral, judgeCollateral, requiredCollateral } from "./collateral";

const FIT: TxOutput = {
  ref: { txHash: "bb".repeat(32), index: 10 },
  address: "addr_test1",
  lovelace: 15_000_000n,
  assets: {},
  inlineDatum: null,
  datumHash: null,
  referenceScriptHash: null,
};

it.each<[string, Partial<TxOutput>]>([
  ["too little", { lovelace: 14_999_999n }],
  ["with a token", { assets: { ["ab".repeat(28)]: 1n } }],
  ["with a script", { referenceScriptHash: "ab".repeat(28) }],
  ["with a datum", { inlineDatum: "00" }],
])("an output %s is no collateral", (_, change) => {
  expect(isCollateral(FIT, 150)).toBe(true);
  expect(isCollateral({ ...FIT, ...change }, 150)).toBe(false);
  expect(chooseCollateral([{ ...FIT, ...change }], 150)).toBeNull();
});

it("must be larger where the protocol asks for more", () => {
  expect(isCollateral(FIT, 151)).toBe(false);
  expect(isCollateral({ ...FIT, lovelace: 15_100_000n }, 151)).toBe(true);
});

it("is the smallest that is enough: a deposit spends the others", () => {
  const large = { ...FIT, ref: { ...FIT.ref, index: 9 }, lovelace: 30_000_000_000n };
  expect(chooseCollateral([large, FIT], 150)).toBe(FIT);
  expect(chooseCollateral([FIT, large], 150)).toBe(FIT);
});

it("is of equal ones the first by its name, in whatever order the wallet comes", () => {
  const first = { ...FIT, ref: { ...FIT.ref, index: 9 } };
  const last = { ...FIT, ref: { txHash: "cc".repeat(32), index: 0 } };
  expect(chooseCollateral([last, FIT, first], 150)).toBe(first);
});

it("is rounded up, as the ledger does", () => {
  expect(requiredCollateral(200_001n, 150)).toBe(300_002n);
  expect(requiredCollateral(200_002n, 150)).toBe(300_003n);
});

const MAX_FEE = 3_000_000n;
const held = (...lovelace: bigint[]) =>
  lovelace.map((amount, index) => ({ ...FIT, lovelace: amount, ref: { ...FIT.ref, index } }));
const withToken = { ...FIT, lovelace: 40_000_000n, assets: { ["ab".repeat(28)]: 1n } };

it.each<[string, readonly TxOutput[], object]>([
  ["one that is just enough", held(15_000_000n), { kind: "there", bears: 1 }],
  ["one that bears a failure and is enough still", held(20_000_000n), { kind: "there", bears: 2 }],
  ["two", held(15_000_000n, 15_000_000n), { kind: "there", bears: 2 }],
  ["many small ones", held(...Array(10).fill(2_000_000n)), { kind: "scattered", heldLovelace: 20_000_000n }],
  ["one with tokens", [withToken], { kind: "scattered", heldLovelace: 40_000_000n }],
  ["just too little to make one", held(9_000_000n, 9_000_000n), { kind: "too-little", heldLovelace: 18_000_000n }],
  ["one that holds a script", [{ ...withToken, referenceScriptHash: "ab" }], { kind: "too-little", heldLovelace: 0n }],
  ["nothing", [], { kind: "too-little", heldLovelace: 0n }],
])("a wallet of %s", (_what, wallet, verdict) => {
  expect(judgeCollateral(wallet, 150, MAX_FEE)).toMatchObject(verdict);
});
