import { describe, expect, it } from "vitest";
import { makeAddress } from "@/server/domain/cardano/address";
import type { RewardAccount, TxOutput } from "@/server/domain/ports";
import { addAt, replaceAt } from "@/server/testing/contract/edit-bytes";
import { largestOfEach } from "@/server/testing/contract/largest";
import { CHANGES } from "@/server/testing/contract/largest-changes";
import { LARGE_SCRIPT, TEST_CLOCK } from "@/server/testing/contract/largest-terms";
import type { Mutation } from "@/server/testing/contract/mutant";
import { moveLovelace, withOutput } from "@/server/testing/contract/mutations";
import { writeSigned } from "@/server/testing/contract/pay-at-fee";
import { KEYS, OPERATOR, PRIZE_UNIT, STRANGER } from "@/server/testing/contract/pool-terms";
import type { Largest } from "@/server/testing/contract/sign-largest";
import { PREPROD, payWith, smallPay } from "@/server/testing/contract/small-pay";
import { emulate, PARAMETERS, sign, submit } from "@/server/testing/contract/world";
import { someOf } from "@/server/testing/full";
import { signTransaction } from "../transaction/assemble";
import { CML } from "../transaction/cml";
import { writeTransaction } from "../transaction/write-transaction";
import { publicClock } from "./cquisitor";
import type { LedgerState } from "./ledger-state";
import { validateLedgerRules } from "./validate-ledger-rules";

const ON_MAINNET = makeAddress(1, { kind: "key", hash: OPERATOR.hash }, null);

const LARGEST = largestOfEach();
const named = (name: string): Largest => {
  const found = LARGEST.find((one) => one.name === name);
  if (!found) throw new Error(`there is no ${name}`);
  return found;
};

describe("the ledger's rules, judged by another library", () => {
  it.each(LARGEST.map((one) => [one.name, one] as const))("let a valid %s pass, as scalus' ledger does", (_, one) => {
    const { signed, state } = one;
    expect(validateLedgerRules(signed, state)).toEqual([]);
    expect(submit(emulate(state), signed)).toMatchObject({ accepted: true });
  });

  it("let both evaluators judge on a clock that both know", () => {
    // Only the clock differs from the test above, so two changes of the settings stand for all.
    for (const { signed, state } of [...largestOfEach(PREPROD, someOf(CHANGES, 2)), payWith(PREPROD)]) {
      expect(publicClock(state.chain.slots, 0)).toBe("preprod");
      expect(validateLedgerRules(signed, state)).toEqual([]);
    }
  });

  const { built, exact, state: held } = smallPay(TEST_CLOCK);
  const [, ...withoutPool] = held.outputs;
  const withCollateral = (change: Partial<TxOutput>): LedgerState => ({
    ...held,
    outputs: held.outputs.map((output) =>
      output.ref === exact.collateral?.output.ref ? { ...output, ...change } : output,
    ),
  });
  const withParameters = (change: Partial<typeof PARAMETERS>): LedgerState => ({
    ...held,
    chain: { ...held.chain, parameters: { ...PARAMETERS, ...change } },
  });

  it("take the bytes that were built", () => {
    expect(writeSigned(exact)).toBe(sign(built, KEYS));
    expect(validateLedgerRules(writeSigned(exact), held)).toEqual([]);
  });

  it.each<[string, Mutation, RegExp]>([
    [
      "a fee of one lovelace less",
      (draft) =>
        withOutput(0, (pool) => ({ lovelace: pool.lovelace + 1n }))({
          ...draft,
          feeLovelace: draft.feeLovelace - 1n,
        }),
      /[Ff]ee/,
    ],
    ["an output below the minimum", moveLovelace(1, 0, 1_000_000n), /[Oo]utput.*(small|min)/],
    [
      "a lovelace out of nothing",
      withOutput(0, (pool) => ({ lovelace: pool.lovelace + 1n })),
      /not conserved|balance/i,
    ],
    ["a lovelace lost", withOutput(0, (pool) => ({ lovelace: pool.lovelace - 1n })), /not conserved|balance/i],
    [
      "a token out of nothing",
      withOutput(1, ({ assets }) => ({
        assets: Object.fromEntries(Object.entries(assets).map(([u, q]) => [u, q + 1n])),
      })),
      /not conserved|balance/i,
    ],
    [
      "too little collateral",
      (draft) => ({
        ...draft,
        collateral: draft.collateral && {
          ...draft.collateral,
          totalLovelace: draft.collateral.totalLovelace - 1n,
        },
      }),
      /[Cc]ollateral/,
    ],
    ["no collateral", (draft) => ({ ...draft, collateral: null }), /[Cc]ollateral/],
    ["a recipient on mainnet", withOutput(1, () => ({ address: ON_MAINNET })), /is of another network/],
    [
      "collateral on mainnet",
      (draft) => ({
        ...draft,
        collateral: draft.collateral && {
          ...draft.collateral,
          output: { ...draft.collateral.output, address: ON_MAINNET },
        },
      }),
      /is of another network/,
    ],
    [
      "an unknown input",
      (draft) => ({
        ...draft,
        referenceInputs: [
          ...draft.referenceInputs,
          { ...draft.inputs[0], ref: { txHash: "12".repeat(32), index: 0 } } as TxOutput,
        ],
      }),
      /is not known to be unspent/,
    ],
    [
      "a signatory who has not signed",
      (draft) => ({ ...draft, signatories: [...draft.signatories, STRANGER.hash] }),
      new RegExp(STRANGER.hash),
    ],
    [
      "an input that is referred to",
      (draft) => ({ ...draft, referenceInputs: [...draft.referenceInputs, ...draft.inputs] }),
      /[Rr]eference input/,
    ],
    ["no redeemer", (draft) => ({ ...draft, redeemers: [] }), /[Rr]edeemer/],
  ])("refuse %s", (_, mutate, reason) => {
    const errors = validateLedgerRules(writeSigned(mutate(exact)), held);
    expect(errors.join("\n")).toMatch(reason);
  });

  it.each<[string, LedgerState, RegExp]>([
    ["after its last slot", { ...held, nowSlot: built.validUntilSlot }, /before slot/],
    ["long after its last slot", { ...held, nowSlot: built.validUntilSlot + 9 }, /validity/],
    ["whose pool is spent", { ...held, outputs: withoutPool }, /is not known to be unspent/],
    [
      "without the reference script",
      { ...held, outputs: held.outputs.filter(({ ref }) => ref !== exact.referenceInputs[0]?.ref) },
      /is not known to be unspent/,
    ],
    [
      "whose collateral is spent",
      { ...held, outputs: held.outputs.filter(({ ref }) => ref !== exact.collateral?.output.ref) },
      /is not known to be unspent/,
    ],
    ["whose collateral holds tokens", withCollateral({ assets: { [PRIZE_UNIT]: 5n } }), /[Cc]ollateral/],
    ["whose collateral is a script's", withCollateral({ address: LARGE_SCRIPT.address }), /[Cc]ollateral/],
    ["with more collateral inputs than allowed", withParameters({ maxCollateralInputs: 0 }), /[Cc]ollateral/],
    [
      "whose collateral leaves dust",
      withCollateral({ lovelace: (exact.collateral?.totalLovelace ?? 0n) + 900_000n }),
      /[Cc]ollateral/,
    ],
    ["with too much in one output", withParameters({ maxValSize: 20 }), /value/i],
    ["with too many bytes", withParameters({ maxTxSize: built.signedSizeBytes - 1 }), /size/],
    ["with too much memory", withParameters({ maxTxExMem: built.units.mem - 1n }), /memory|units/],
    ["with too many steps", withParameters({ maxTxExSteps: built.units.steps - 1n }), /steps|units/],
  ])("refuse a Pay %s", (_, state, reason) => {
    const errors = validateLedgerRules(writeSigned(exact), state);
    expect(errors.join("\n")).toMatch(reason);
  });

  it("take it as long as everything just fits", () => {
    const { mem: maxTxExMem, steps: maxTxExSteps } = built.units;
    const tight = withParameters({ maxTxSize: built.signedSizeBytes, maxTxExMem, maxTxExSteps });
    expect(validateLedgerRules(writeSigned(exact), { ...tight, nowSlot: built.validUntilSlot - 1 })).toEqual([]);
  });

  it("refuse what is not signed, or not by its bytes", () => {
    expect(validateLedgerRules(built.cbor, held).join("\n")).toMatch(OPERATOR.hash);
    const forged = signTransaction(built.cbor, [{ publicKey: OPERATOR.publicKey, signature: "00".repeat(64) }]);
    expect(validateLedgerRules(forged, held).join("\n")).toMatch(/signature/);
  });

  it("refuse a script data hash over other cost models", () => {
    const PlutusV3 = PARAMETERS.costModels.PlutusV3.map((cost) => cost + 1);
    const errors = validateLedgerRules(writeSigned(exact, { ...PARAMETERS.costModels, PlutusV3 }), held);
    expect(errors.join("\n")).toMatch(/[Ss]cript data hash/);
  });

  it("refuse what is marked as failing, and what is no transaction", () => {
    const marked = writeSigned(exact).replace(/f5f6$/, "f4f6");
    expect(validateLedgerRules(marked, held)).toContain("it is marked as failing, and would cost its collateral");
    expect(validateLedgerRules("80", held).join()).toMatch(/cannot be read/);
    expect(validateLedgerRules(writeSigned(exact), withParameters({ maxTxExMem: 1n << 62n })).join()).toMatch(
      /too large for/,
    );
  });

  it.each<[string, string, Partial<RewardAccount>, RegExp]>([
    ["an account that is not registered", "Commit", { isRegistered: false }, /[Aa]ccount|registered/],
    ["a withdrawal of less than all", "Commit", { withdrawableLovelace: 5_000_000_000_001n }, /[Ww]ithdrawal/],
    ["a withdrawal of more than there is", "Close", { withdrawableLovelace: 0n }, /[Ww]ithdrawal/],
    ["an account opened twice", "reference scripts", { isRegistered: true }, /registered/],
  ])("refuse %s", (_, name, change, reason) => {
    const { signed, state } = named(name);
    const [governor] = state.accounts;
    if (!governor) throw new Error("the governor's account was wanted");
    const errors = validateLedgerRules(signed, { ...state, accounts: [{ ...governor, ...change }] });
    expect(errors.join("\n")).toMatch(reason);
  });

  it("count every reference script in the fee", () => {
    const { signed, state, built: commit } = named("Commit");
    const parameters = { ...PARAMETERS, minFeeRefScriptCostPerByte: 16 };
    const errors = validateLedgerRules(signed, { ...state, chain: { ...state.chain, parameters } });
    const bytes = state.scripts.reduce((sum, script) => sum + script.bytes.length, 0);
    expect(errors).toEqual([expect.stringContaining(`no less than ${commit.feeLovelace + BigInt(bytes)}`)]);
  });

  it("look at the network of accounts, and at one that is named", () => {
    const { signed, state } = named("Commit");
    const mainnet = { ...state, networkId: 1 as const };
    const problem = `${state.accounts[0]?.address} is of another network`;
    expect(validateLedgerRules(signed, mainnet)).toContain(problem);
    const transaction = writeTransaction(exact, PARAMETERS.costModels);
    const body = transaction.body();
    body.set_network_id(CML.NetworkId.mainnet());
    const named15 = CML.Transaction.new(body, transaction.witness_set(), true).to_cbor_hex();
    expect(validateLedgerRules(named15, held).join()).toMatch(/field 15 in its body, which nothing of ours has/);
  });

  it.each(["Pay", "Commit", "Deposit", "Init", "reference scripts"])(
    "refuse in a %s whatever nothing of ours has, also where a library takes it",
    (name) => {
      const { signed, state } = name === "Pay" ? { signed: writeSigned(exact), state: held } : named(name);
      for (const [added, words] of [
        [`075820${"22".repeat(32)}`, /field 7 in its body/],
        ["13a0", /field 19 in its body/],
        ["1480", /field 20 in its body/],
        ["1500", /field 21 in its body/],
        ["1601", /field 22 in its body/],
      ] as const) {
        expect(validateLedgerRules(addAt(signed, [0], added), state).join("\n")).toMatch(words);
      }
      expect(validateLedgerRules(addAt(signed, [1], "0480"), state).join("\n")).toMatch(/field 4 in its witness set/);
      expect(validateLedgerRules(replaceAt(signed, [3], "a0"), state).join("\n")).toMatch(/auxiliary data/);
    },
  );

  it("refuse what is not valid yet", () => {
    const { signed, state } = named("Commit");
    expect(validateLedgerRules(signed, { ...state, nowSlot: state.nowSlot - 60 })).toEqual([]);
    expect(validateLedgerRules(signed, { ...state, nowSlot: state.nowSlot - 61 }).join()).toMatch(/validity/);
  });
});
