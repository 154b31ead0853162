import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { minimumFee } from "@/server/chain/transaction/fee";
import { makeAddress } from "@/server/domain/cardano/address";
import { minimumOutputLovelace } from "@/server/domain/cardano/minimum-output";
import type { TxOutput } from "@/server/domain/ports";
import { PARAMETERS } from "@/server/testing/contract/world";
import { keyFromSecret } from "./keys";
import { type NativeScript, nativeScriptHash } from "./native-script";
import { buildPayments } from "./pay-many";
import { buildPayment, signPayment } from "./payment";
import type { PaymentInput } from "./payment-input";

const key = keyFromSecret(new Uint8Array(32).fill(7));
const other = keyFromSecret(new Uint8Array(32).fill(8));
const credential = { kind: "key" as const, hash: key.keyHash };
const OWN = makeAddress(0, credential, credential);
const THEIRS = makeAddress(0, { kind: "key", hash: other.keyHash }, null);
const policy: NativeScript = {
  kind: "all",
  scripts: [
    { kind: "key", keyHash: key.keyHash },
    { kind: "before", slot: 9_000 },
  ],
};
const UNIT = `${nativeScriptHash(policy)}5052495a45`;

function output(lovelace: bigint, assets: Record<string, bigint> = {}, index = 0): TxOutput {
  const ref = { txHash: "1c".repeat(32), index };
  const nothing = { inlineDatum: null, datumHash: null, referenceScriptHash: null };
  return { ref, address: OWN, lovelace, assets, ...nothing };
}

function payment(change: Partial<PaymentInput> = {}): PaymentInput {
  return {
    inputs: [output(9_000_000n)],
    outputs: [{ address: THEIRS, lovelace: 2_000_000n, assets: {} }],
    changeAddress: OWN,
    parameters: PARAMETERS,
    validUntilSlot: 5_000,
    ...change,
  };
}

const NO_UNITS = { mem: 0n, steps: 0n };

describe("buildPayment", () => {
  it("balances and costs exactly what its signed bytes cost, for any amounts", () => {
    const lovelace = fc.bigInt({ min: 2_000_000n, max: 1n << 34n });
    const tokens = fc.bigInt({ min: 0n, max: 1n << 40n });
    fc.assert(
      fc.property(fc.array(fc.tuple(lovelace, tokens), { minLength: 1, maxLength: 5 }), lovelace, (held, paid) => {
        const inputs = held.map(([amount, quantity], i) =>
          output(amount + paid, quantity > 0n ? { [UNIT]: quantity } : {}, i),
        );
        const outputs = [{ address: THEIRS, lovelace: paid, assets: {} }];
        const built = buildPayment(payment({ inputs, outputs }));
        const sum = (of: readonly TxOutput[]) => of.reduce((total, one) => total + one.lovelace, 0n);
        const count = (of: readonly TxOutput[]) => of.reduce((total, one) => total + (one.assets[UNIT] ?? 0n), 0n);
        expect(sum(built.outputs) + built.feeLovelace).toBe(sum(inputs));
        expect(count(built.outputs)).toBe(count(inputs));
        const signed = signPayment(built, [key]);
        expect(built.signedSizeBytes).toBe(signed.length / 2);
        const least = minimumFee(PARAMETERS, signed.length / 2, NO_UNITS, 0);
        expect(built.feeLovelace).toBeGreaterThanOrEqual(least);
        expect(built.feeLovelace).toBeLessThanOrEqual(least + 4n * BigInt(PARAMETERS.minFeeA));
      }),
      { numRuns: 50 },
    );
  });

  it("gives the same bytes for the same payment", () => {
    expect(buildPayment(payment())).toEqual(buildPayment(payment()));
  });

  it("spends down to the least change that the ledger accepts, and no further", () => {
    const { feeLovelace } = buildPayment(payment());
    const least = minimumOutputLovelace({ address: OWN }, PARAMETERS.coinsPerUtxoByte);
    const most = 9_000_000n - feeLovelace - least;
    const spend = (lovelace: bigint) => buildPayment(payment({ outputs: [{ address: THEIRS, lovelace, assets: {} }] }));
    expect(spend(most).outputs[1]?.lovelace).toBe(least);
    expect(() => spend(most + 1n)).toThrow(/the change to .* ledger's minimum is/);
  });

  it("mints under a native script, and asks for its key", () => {
    const inputs = [output(9_000_000n)];
    const built = buildPayment(payment({ inputs, mint: { policy, quantities: { [UNIT]: 77n } } }));
    expect(built.outputs[1]?.assets).toEqual({ [UNIT]: 77n });
    expect(built.requiredSigners).toEqual([key.keyHash]);
    expect(signPayment(built, [other, key]).length / 2).toBe(built.signedSizeBytes);
    expect(() => signPayment(built, [other])).toThrow(key.keyHash);
    const stray = { policy, quantities: { [`${"ab".repeat(28)}00`]: 1n } };
    expect(() => buildPayment(payment({ mint: stray }))).toThrow("is not under the policy");
  });

  it("says what is missing", () => {
    const poor = payment({ inputs: [output(2_100_000n)] });
    expect(() => buildPayment(poor)).toThrow(/The inputs lack \d+ lovelace/);
    const tokens = [{ address: THEIRS, lovelace: 2_000_000n, assets: { [UNIT]: 5n } }];
    expect(() => buildPayment(payment({ outputs: tokens }))).toThrow(`The inputs lack 5 of the asset ${UNIT}`);
    const dust = [{ address: THEIRS, lovelace: 10n, assets: {} }];
    expect(() => buildPayment(payment({ outputs: dust }))).toThrow(/would hold 10 lovelace; the ledger's minimum/);
    const script = { ...output(9_000_000n), referenceScriptHash: "ab".repeat(28) };
    expect(() => buildPayment(payment({ inputs: [script] }))).toThrow("holds a reference script");
  });

  it("says when there is too much of something", () => {
    const many = Array.from({ length: 300 }, () => ({ address: THEIRS, lovelace: 1_000_000n, assets: {} }));
    const rich = [output(10_000_000_000n)];
    expect(() => buildPayment(payment({ inputs: rich, outputs: many.flatMap((one) => [one, one]) }))).toThrow(
      /bytes, over the limit of 16384/,
    );
    const assets = Object.fromEntries(
      Array.from({ length: 150 }, (_, i) => [i.toString(16).padStart(4, "0").padEnd(64, "0"), 1n]),
    );
    expect(() => buildPayment(payment({ inputs: [output(10_000_000_000n, assets)] }))).toThrow("too many assets");
  });

  it("knows the ledger's least lovelace: one less is refused", () => {
    const draft = { address: THEIRS, lovelace: 0n, assets: { [UNIT]: 5n } };
    const least = minimumOutputLovelace(draft, PARAMETERS.coinsPerUtxoByte);
    const inputs = [output(9_000_000n, { [UNIT]: 5n })];
    expect(buildPayment(payment({ inputs, outputs: [{ ...draft, lovelace: least }] })).outputs).toHaveLength(2);
    expect(() => buildPayment(payment({ inputs, outputs: [{ ...draft, lovelace: least - 1n }] }))).toThrow(
      `minimum is ${least}`,
    );
  });
});

describe("buildPayments", () => {
  it("fills transactions up to the limit, in order, and chains them", () => {
    const outputs = Array.from({ length: 400 }, (_, i) => ({
      address: OWN,
      lovelace: 1_200_000n + BigInt(i),
      assets: { [UNIT]: BigInt(i + 1) },
    }));
    const mint = { policy, quantities: { [UNIT]: 1_000_000n } };
    const built = buildPayments(payment({ inputs: [output(1_000_000_000n)], outputs, mint }));
    const paid = built.flatMap((one) => one.outputs.slice(0, -1));
    expect(paid.map(({ lovelace }) => lovelace)).toEqual(outputs.map(({ lovelace }) => lovelace));
    for (const one of built.slice(0, -1)) {
      expect(one.signedSizeBytes).toBeLessThanOrEqual(PARAMETERS.maxTxSize);
      expect(one.signedSizeBytes).toBeGreaterThan(PARAMETERS.maxTxSize - 300);
    }
    const left = built.at(-1)?.outputs.at(-1);
    expect(left?.assets[UNIT]).toBe(1_000_000n - (400n * 401n) / 2n);
  });

  it("pays nobody with a single transaction", () => {
    expect(buildPayments(payment({ outputs: [] }))).toHaveLength(1);
  });
});
