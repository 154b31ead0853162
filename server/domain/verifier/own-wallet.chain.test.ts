import { describe, expect, it } from "vitest";
import { buildInit } from "@/server/chain/pool/build-init";
import { buildReferenceScripts } from "@/server/chain/pool/build-reference-scripts";
import { assemble } from "@/server/chain/transaction/assemble";
import { NOTHING_ELSE } from "@/server/chain/transaction/draft";
import { changeOutput } from "@/server/chain/transaction/funding";
import { groundOf, readingOf } from "@/server/services/pool/what-is-expected";
import { IDLE, SHIPPED, TRACED } from "@/server/testing/contract/mutant-pool";
import { consents, START_SLOT } from "@/server/testing/contract/pool-fixture";
import { OPERATOR, TERMS } from "@/server/testing/contract/pool-terms";
import { termsIn } from "@/server/testing/contract/verified";
import { CHAIN_TERMS, walletOutput } from "@/server/testing/contract/world";
import type { TxOutput } from "../ports";
import type { ExpectedScripts } from "./expected";
import { verifyTransaction } from "./verify";

/* A builder that chooses outputs or amounts wrongly: it is not asked what it chose, so the verifier says so. */

const ADA = 1_000_000n;
const changeAddress = OPERATOR.address;
const validUntilSlot = START_SLOT + 60;
const output = (ada: bigint, assets: Record<string, bigint> = {}) => walletOutput(OPERATOR, ada * ADA, assets);

/** Of four outputs each has its use: see ARCHITECTURE.md, "Decisions". */
const [collateral, between, largest] = [output(500n), output(700n), output(800n)];
const seed: TxOutput = { ...output(600n), ref: TRACED.seed };
const tokens = output(900n, { [`${"cd".repeat(28)}01`]: 3n });
const wallet = [tokens, largest, seed, between, collateral];

describe("where the scripts are paid for", () => {
  const frame = { script: SHIPPED, chain: CHAIN_TERMS, changeAddress, validUntilSlot };
  const found = (spent: readonly TxOutput[], pays: ExpectedScripts["pays"]) => {
    const built = buildReferenceScripts({ ...frame, funding: spent, opensAccount: false });
    const ground = groundOf(frame, built.txHash, START_SLOT);
    const expected = { kind: "scripts", ...ground, wallet, changeAddress, opensAccount: false, pays } as const;
    return verifyTransaction(built.cbor, expected, { signed: false }).join("\n");
  };
  const DEPLOYMENT = { kind: "deployment" } as const;
  const AGAIN = { kind: "again", begun: null } as const;

  it("by the largest output in a deployment, all is as it should be, and by any other it is not", () => {
    expect(found([largest], DEPLOYMENT)).toBe("");
    for (const wrong of [seed, collateral, between, tokens]) {
      expect(found([wrong], DEPLOYMENT)).toMatch(/input \w+#\d+ is none that may pay for it/);
    }
  });

  it("once more by one output of ADA, neither the collateral nor two", () => {
    expect(found([between], AGAIN)).toBe("");
    for (const wrong of [collateral, tokens]) expect(found([wrong], AGAIN)).toMatch(/is none that may pay for it/);
    // Each is too little alone.
    const small = [output(30n), output(31n), output(32n), output(33n)];
    const built = buildReferenceScripts({ ...frame, funding: small, opensAccount: false });
    const ground = groundOf(frame, built.txHash, START_SLOT);
    const expected = { kind: "scripts", ...ground, wallet: small, changeAddress, opensAccount: false } as const;
    const problems = verifyTransaction(built.cbor, { ...expected, pays: AGAIN }, { signed: false });
    expect(problems.join()).toMatch(/it spends \d outputs, and one is to pay for the scripts/);
  });

  it("once more while an earlier attempt can land: by what that spends, or by any once it is spent", () => {
    const begun = { kind: "again", begun: between.ref } as const;
    expect(found([between], begun)).toBe("");
    expect(found([largest], begun)).toMatch(/is none that may pay for it/);
    expect(found([largest], { kind: "again", begun: output(1n).ref })).toBe("");
  });
});

describe("where a pool is made", () => {
  const givenBack = output(650n);
  const chosen = { seed, collateral, funding: [givenBack, between] };
  const found = (wrong: Partial<typeof chosen>) => {
    const { referenceScripts } = termsIn(IDLE);
    const basis = { script: TRACED, chain: CHAIN_TERMS, referenceScripts, rewardsLovelace: 0n };
    const consented = consents(TERMS.settings, TRACED);
    const deposit = { lovelace: 450n * ADA, tokens: 0n };
    const frame = { ...basis, ...consented, changeAddress, validUntilSlot, validFromSlot: START_SLOT };
    const built = buildInit({ ...frame, ...chosen, deposit, terms: TERMS, ...wrong });
    const { operator, maxFeeLovelace, settings } = TERMS;
    const expected = {
      kind: "init",
      ...readingOf(basis, built.txHash, START_SLOT),
      ...{ wallet, changeAddress, givenBack, deposit, operator, maxFeeLovelace },
      act: { kind: "init", settings, ...consented },
    } as const;
    return verifyTransaction(built.cbor, expected, { signed: false }).join("\n");
  };

  it("from what the deployment has left, all is as it should be", () => {
    expect(found({})).toBe("");
    expect(found({ funding: [between] })).toBe("");
  });

  it("with another collateral, or paid by what is not left, it is not", () => {
    expect(found({ collateral: between, funding: [givenBack] })).toMatch(/^collateral: is/m);
    for (const wrong of [collateral, largest, tokens]) {
      const otherwise = { funding: [wrong], collateral: wrong === collateral ? largest : collateral };
      expect(found(otherwise)).toMatch(/is none that may pay for it/);
    }
  });
});

describe("where a collateral is made", () => {
  const scattered = [output(9n), output(14n), output(2n), output(12n, { [`${"cd".repeat(28)}01`]: 3n })];
  const [nine, fourteen, , twelve] = scattered;
  const found = (inputs: readonly (TxOutput | undefined)[], ada: bigint, held: readonly TxOutput[] = scattered) => {
    const spent = inputs.flatMap((one) => one ?? []);
    const { coinsPerUtxoByte } = CHAIN_TERMS.parameters;
    const made = { address: changeAddress, lovelace: ada * ADA, assets: {}, inlineDatum: null, referenceScript: null };
    const change = { amount: { lovelace: ada * ADA, tokens: 0n }, prizeAsset: null, address: changeAddress };
    const built = assemble(
      (feeLovelace) => ({
        ...{ ...NOTHING_ELSE, inputs: spent, feeLovelace, validUntilSlot },
        outputs: [made, changeOutput(spent, { ...change, coinsPerUtxoByte, feeLovelace })],
      }),
      [],
      CHAIN_TERMS,
      ADA,
    );
    const { parameters, slots } = CHAIN_TERMS;
    const seen = { txHash: built.txHash, networkId: 0, parameters, slots, nowSlot: START_SLOT } as const;
    const expected = { kind: "collateral", ...seen, wallet: held, changeAddress } as const;
    return verifyTransaction(built.cbor, expected, { signed: false }).join("\n");
  };

  it("of the largest outputs, as large as the rule says, all is as it should be", () => {
    expect(found([fourteen, twelve], 20n)).toBe("");
  });

  it("smaller or larger, of more or other outputs, or beside one that is there, it is not", () => {
    expect(found([fourteen, twelve], 15n)).toMatch(
      /output 0 \(the collateral\): lovelace: is 15000000, should be 20000000/,
    );
    expect(found([fourteen, twelve], 21n)).toMatch(/output 0 \(the collateral\): lovelace/);
    expect(found([fourteen, twelve, nine], 20n)).toMatch(/^inputs: is/m);
    expect(found([fourteen, nine], 20n)).toMatch(/^inputs: is/m);
    expect(found([fourteen, twelve], 20n, [...scattered, output(15n)])).toMatch(/has a collateral already/);
  });
});
