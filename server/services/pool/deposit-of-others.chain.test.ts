import { hexToBytes } from "@noble/hashes/utils";
import { describe, expect, it } from "vitest";
import { buildDeposit } from "@/server/chain/pool/build-deposit";
import { depositFunding } from "@/server/chain/pool/deposit-funding";
import { signTransaction } from "@/server/chain/transaction/assemble";
import { addressToBytes } from "@/server/domain/cardano/address";
import { decodeTransaction } from "@/server/domain/cardano/decode-transaction";
import { readCbor } from "@/server/domain/cardano/read-cbor";
import { readSignatures } from "@/server/domain/cardano/witness-set";
import { cborBytes, cborHead } from "@/server/domain/cardano/write-cbor";
import type { TxOutput } from "@/server/domain/ports";
import { addAt, itemAt, type Place, removeAt, replaceAt } from "@/server/testing/contract/edit-bytes";
import { accept, deploy, START_SLOT } from "@/server/testing/contract/pool-fixture";
import { KEYS, OPERATOR, PRIZE_ASSET, PRIZE_UNIT, SETTINGS, STRANGER } from "@/server/testing/contract/pool-terms";
import { CHAIN_TERMS, sign, walletOutput } from "@/server/testing/contract/world";
import { type DepositGround, judgeDeposit } from "./deposit-of-others";

/* A stranger's deposit, changed in one thing each: the check before the operator signs says which. */

const AMOUNT = { lovelace: 50_000_000n, tokens: 300n };
const OTHER = STRANGER;
const junk = Object.fromEntries(Array.from({ length: 1_000 }, (_, i) => [`${"ee".repeat(28)}${hex(i)}`, 1n]));
const MINE = walletOutput(STRANGER, 100_000_000n, { [PRIZE_UNIT]: 1_000n });
const WALLET: readonly TxOutput[] = [
  MINE,
  walletOutput(STRANGER, 900_000_000n, junk),
  { ...walletOutput(STRANGER, 800_000_000n), inlineDatum: "d87980" },
  { ...walletOutput(STRANGER, 700_000_000n), referenceScriptHash: "ab".repeat(28) },
  walletOutput(OPERATOR, 600_000_000n),
];
const world = deploy(undefined, WALLET.slice(0, 1));
const terms = {
  ...world,
  prizeAsset: PRIZE_ASSET,
  chain: CHAIN_TERMS,
  validFromSlot: null,
  validUntilSlot: START_SLOT + 1_800,
};
const { maxFeeLovelace, operator } = world.pool.datum;
const needs = { amount: AMOUNT, prizeAsset: PRIZE_ASSET, maxFeeLovelace, operator };
const funding = depositFunding(WALLET, needs);
const deposit = { settings: SETTINGS, amount: AMOUNT, changeAddress: STRANGER.address, approvals: [] };
const built = buildDeposit(terms, { ...deposit, funding });
const signed = sign(built, [...KEYS, STRANGER]);
const ground: DepositGround = {
  basis: terms,
  pool: world.pool,
  settings: SETTINGS,
  nowSlot: START_SLOT,
  lifetimeMs: 1_800_000,
};
const brought = { wallet: [MINE], changeAddresses: [STRANGER.address], amount: AMOUNT };

function differencesOf(cbor: string, change: object = {}, moved: Partial<DepositGround> = {}): readonly string[] {
  return judgeDeposit({ ...ground, ...moved }, { ...brought, cbor, ...change }).differences;
}

function hex(n: number): string {
  return n.toString(16).padStart(4, "0");
}

it("spends plain outputs of the depositor's alone, and is found to be what it should be at each step", () => {
  expect(funding).toEqual([MINE]);
  const unsigned = judgeDeposit(ground, { ...brought, cbor: built.cbor, amount: null });
  expect(unsigned).toEqual({ amount: AMOUNT, differences: [], missing: [STRANGER.hash, operator] });
  const witnesses = readSignatures(signed);
  expect(witnesses).toHaveLength(2);
  for (const witness of witnesses) expect(differencesOf(signTransaction(built.cbor, [witness]))).toEqual([]);
  expect(judgeDeposit(ground, { ...brought, cbor: signed })).toMatchObject({ differences: [], missing: [] });
});

const BODY = 0;
const WITNESSES = 1;
const uint = (value: bigint) => cborHead(0, value);
const at = (...place: (number | bigint)[]): Place => [BODY, ...place];
const address = (text: string) => cborBytes(Buffer.from(addressToBytes(text)).toString("hex"));
const operators = address(OPERATOR.address);
const refOf = ({ ref }: Pick<TxOutput, "ref">) => `82${cborBytes(ref.txHash)}${uint(BigInt(ref.index))}`;
const numberAt = (place: Place) => {
  const item = itemAt(readCbor(hexToBytes(signed)), place);
  return item.kind === "int" ? item.value : 0n;
};
const add = (place: Place, more: bigint) => replaceAt(signed, place, uint(numberAt(place) + more));
const mine = decodeTransaction(signed).inputs.findIndex(({ txHash }) => txHash === MINE.ref.txHash);

const MUTATIONS: readonly (readonly [string, string, RegExp])[] = [
  [
    "an output of the operator's as an input",
    addAt(signed, at(0), refOf(world.collateral)),
    new RegExp(`${world.collateral.ref.txHash}#${world.collateral.ref.index} is none that may pay`),
  ],
  [
    "an input that nobody knows",
    replaceAt(signed, at(0, mine), `82${cborBytes("11".repeat(32))}00`),
    /1111#0 is none that may pay/,
  ],
  ["no input of the depositor's", removeAt(signed, at(0, mine)), /^no input pays for it/],
  ["no pool among the inputs", removeAt(signed, at(0, 1 - mine)), /^inputs: is/],
  ["a lovelace less for the pool", add(at(1, 0, 1, 0), -1n), /^output 0 .*lovelace: is/],
  ["the change to the operator", replaceAt(signed, at(1, 1, 0), operators), /^output 1 .*address: is/],
  ["a lovelace more in the change", add(at(1, 1, 1, 0), 1n), /^output 1 .*lovelace: is/],
  [
    "an output more",
    addAt(signed, at(1), `82${operators}${uint(1_000_000n)}`),
    /^number of outputs: is 3, should be 2/,
  ],
  ["no change", removeAt(signed, at(1, 1)), /^number of outputs: is 1/],
  ["a fee of 1.5 ADA more", add(at(2), 1_500_000n), /^fee: is/],
  ["a longer validity", add(at(3), 100n), /^it can land until slot/],
  ["no end of its validity", removeAt(signed, at(3)), /^it has no end of its validity/],
  ["a validity that begins far off", addAt(signed, at(), `08${uint(99_999_999n)}`), /^it cannot land before slot/],
  ["a certificate", addAt(signed, at(), `0481830200${cborBytes("33".repeat(28))}`), /a certificate should have/],
  ["more rewards than there are", replaceAt(signed, at(5), `a1${rewards(1n)}`), /^withdrawals: is/],
  ["a second account's rewards", replaceAt(signed, at(5), `a2${rewards(0n)}${strangersRewards()}`), /^withdrawals: is/],
  ["tokens minted", addAt(signed, at(), `09a1${cborBytes("33".repeat(28))}a14101${uint(5n)}`), /^mint: is/],
  ["another collateral", replaceAt(signed, at(13, 0), refOf(MINE)), /^collateral: is/],
  ["all of the collateral at stake", add(at(17), 10_000_000n), /^total collateral: is/],
  [
    "a stranger who gets the collateral back",
    replaceAt(signed, at(16, 0), address(STRANGER.address)),
    /^collateral ret/,
  ],
  ["a signatory more", addAt(signed, at(14), cborBytes(STRANGER.hash)), /^signatories: is/],
  ["no signatory", removeAt(signed, at(14)), /^signatories: is/],
  ["another reference input", replaceAt(signed, at(18, 0), `82${cborBytes("11".repeat(32))}00`), /^reference inputs/],
  ["votes", addAt(signed, at(), "13a0"), /the body has field 19/],
  ["a donation", addAt(signed, at(), "1601"), /the body has field 22/],
  ["a native script", addAt(signed, [WITNESSES], `01818200581c${"55".repeat(28)}`), /the witness set has field 1/],
  ["another redeemer of the pool's", replaceAt(signed, [WITNESSES, 5, 0, 2], "d87980"), /^the pool's redeemer: is/],
  ["auxiliary data", signed.replace(/f6$/, "a0"), /auxiliary data/],
];

function rewards(lovelace: bigint): string {
  return `${cborBytes(Buffer.from(addressToBytes(world.script.governor.account)).toString("hex"))}${uint(lovelace)}`;
}
function strangersRewards(): string {
  return `${cborBytes(`e0${OTHER.hash}`)}${uint(0n)}`;
}

it.each(MUTATIONS)("%s is refused for what it is", (_what, cbor, reason) => {
  expect(cbor).not.toBe(signed);
  const differences = differencesOf(cbor);
  expect(
    differences.some((text) => reason.test(text)),
    differences.join("\n"),
  ).toBe(true);
});

describe("where the chain is not what it was", () => {
  it.each<[string, object, Partial<DepositGround>, RegExp]>([
    ["the depositor's output is spent", { wallet: [] }, {}, /is none that may pay for it/],
    [
      "it now is at a script's address",
      { wallet: [{ ...MINE, address: world.script.address }] },
      {},
      /none that may pay/,
    ],
    ["it is the operator's own", { wallet: [{ ...MINE, address: OPERATOR.address }] }, {}, /none that may pay/],
    ["it holds a script", { wallet: [{ ...MINE, referenceScriptHash: "ab".repeat(28) }] }, {}, /none that may pay/],
    ["it holds a datum", { wallet: [{ ...MINE, inlineDatum: "d87980" }] }, {}, /none that may pay/],
    ["it is the collateral", {}, { basis: { ...terms, collateral: MINE } }, /none that may pay/],
    ["another amount was asked for", { amount: { ...AMOUNT, lovelace: 49_000_000n } }, {}, /^output 0/],
    ["other tokens were asked for", { amount: { ...AMOUNT, tokens: 299n } }, {}, /^output 0/],
    ["it is less than a deposit may be", { amount: { lovelace: 1n, tokens: 0n } }, {}, /too small/],
    [
      "the pool has moved",
      {},
      { pool: { ...world.pool, output: { ...world.pool.output, ref: { txHash: "22".repeat(32), index: 0 } } } },
      /^inputs: is/,
    ],
    ["the governor got rewards", {}, { basis: { ...terms, rewardsLovelace: 7n } }, /^withdrawals/],
    ["its time is over", {}, { nowSlot: START_SLOT + 1_800 }, /that is over/],
    ["it could land for longer than it may", {}, { lifetimeMs: 60_000 }, /more than 1 minutes from now/],
  ])("%s: the operator does not sign", (_what, change, moved, reason) => {
    const differences = differencesOf(signed, change, moved);
    expect(
      differences.some((text) => reason.test(text)),
      differences.join("\n"),
    ).toBe(true);
  });
});

it("a wallet with nothing but a thousand kinds of tokens, datums and scripts is refused in words", () => {
  const found = depositFunding(WALLET.slice(1), needs);
  expect(found).toEqual([]);
  expect(() => buildDeposit(terms, { ...deposit, funding: found })).toThrow(/the wallet can spend 0 lovelace/);
});

it("a few other tokens of the depositor's come back to it", () => {
  const other = `${"ee".repeat(28)}01`;
  const mixed = walletOutput(STRANGER, 90_000_000n, { [PRIZE_UNIT]: 400n, [other]: 3n });
  const again = buildDeposit(terms, { ...deposit, funding: depositFunding([mixed], needs) });
  expect(differencesOf(again.cbor, { wallet: [mixed] })).toEqual([]);
  expect(decodeTransaction(again.cbor).outputs[1]?.assets).toEqual({ [PRIZE_UNIT]: 100n, [other]: 3n });
});

it("the ledger takes it", () => {
  accept(world.ledger, signed);
});
