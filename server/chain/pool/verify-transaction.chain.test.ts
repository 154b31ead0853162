import { describe, expect, it } from "vitest";
import { slotToMs } from "@/server/domain/cardano/slot-clock";
import { commitBatches } from "@/server/domain/contract/commitment";
import type { ExpectedSpend } from "@/server/domain/contract/expected-spend";
import { missingSigners, verifySpend } from "@/server/domain/contract/verify-transaction";
import { expectedPay } from "@/server/testing/contract/full-pay";
import { IDLE, poolIn } from "@/server/testing/contract/mutant-pool";
import { START_SLOT, somePayouts } from "@/server/testing/contract/pool-fixture";
import { KEYS, OPERATOR, PRIZE_ASSET, STRANGER } from "@/server/testing/contract/pool-terms";
import { SLOTS, sign } from "@/server/testing/contract/world";
import { signTransaction } from "../transaction/assemble";
import { buildPay } from "./build-pay";

const [BATCH, NEXT] = commitBatches([somePayouts(3, 0, 5n), somePayouts(2, 3)], PRIZE_ASSET);
if (!BATCH || !NEXT) throw new Error("two batches were wanted");
const TERMS = {
  ...poolIn({
    ...IDLE,
    status: {
      kind: "paying",
      commitment: BATCH.commitment,
      remaining: { lovelace: BATCH.total.lovelace + NEXT.total.lovelace, tokens: 15n },
      outputs: 5,
      deadlineMs: slotToMs(SLOTS, START_SLOT + 600),
    },
  }),
  validFromSlot: null,
};
const PAY = buildPay(TERMS, BATCH);
const SIGNED = sign(PAY, KEYS);
const EXPECTED = expectedPay({ terms: TERMS, batch: BATCH }, PAY);
const { referenceScripts: REFERENCES } = EXPECTED;
const [first, ...others] = BATCH.payouts;
if (!first) throw new Error("a payout was wanted");

describe("the independent check of final bytes", () => {
  it("finds nothing wrong with what was built, signed or not", () => {
    expect(verifySpend(PAY.cbor, EXPECTED)).toEqual([]);
    expect(verifySpend(SIGNED, EXPECTED)).toEqual([]);
    expect(missingSigners(SIGNED, PAY.requiredSigners)).toEqual([]);
    expect(missingSigners(PAY.cbor, PAY.requiredSigners)).toEqual([OPERATOR.hash]);
  });

  it.each<[string, Partial<ExpectedSpend>, RegExp]>([
    ["another id", { txHash: "00".repeat(32) }, /transaction id: is/],
    [
      "one lovelace less",
      { payouts: [{ ...first, lovelace: first.lovelace + 1n }, ...others] },
      /not the one .* committed/,
    ],
    [
      "another recipient",
      { payouts: [{ ...first, address: STRANGER.address }, ...others] },
      /not the one .* committed/,
    ],
    ["a payout more", { payouts: others }, /not the one .* committed/],
    [
      "another pool input",
      {
        pool: { ...TERMS.pool, output: { ...TERMS.pool.output, ref: { txHash: "11".repeat(32), index: 0 } } },
      },
      /inputs: is/,
    ],
    [
      "a pool that held more",
      { pool: { ...TERMS.pool, held: { ...TERMS.pool.held, lovelace: 1n << 40n } } },
      /output 0: is/,
    ],
    ["a pool in another state", { pool: { ...TERMS.pool, datum: { ...TERMS.pool.datum, nonce: 9 } } }, /output 0: is/],
    ["another redeemer", { redeemer: { kind: "expire" } }, /redeemers: is/],
    ["another signatory", { signatories: [STRANGER.hash] }, /signatories: is/],
    [
      "another reference script",
      { referenceScripts: { ...REFERENCES, pool: { ...REFERENCES.pool, ref: TERMS.collateral.ref } } },
      /reference inputs: is/,
    ],
    ["another collateral", { collateral: { ...TERMS.collateral, lovelace: 11_000_000n } }, /collateral return: is/],
    ["another clock", { slots: { ...SLOTS, zeroTimeMs: SLOTS.zeroTimeMs + 600_000 } }, /deadline/],
  ])("finds %s", (_, change, problem) => {
    expect(verifySpend(SIGNED, { ...EXPECTED, ...change }).join("\n")).toMatch(problem);
  });

  it("finds bytes changed by hand", () => {
    const fee = (PAY.feeLovelace + 1n).toString(16).padStart(8, "0");
    const dearer = SIGNED.replace(`021a${PAY.feeLovelace.toString(16).padStart(8, "0")}`, `021a${fee}`);
    expect(dearer).not.toBe(SIGNED);
    const found = verifySpend(dearer, EXPECTED).join("\n");
    expect(found).toMatch(/transaction id/);
    expect(found).toMatch(/output 0/);
    expect(found).toMatch(/signature of .* does not verify/);
  });

  it("finds a failing mark, auxiliary data and a wrong signature", () => {
    expect(verifySpend(SIGNED.replace(/f5f6$/, "f4f6"), EXPECTED)).toEqual(["the transaction is marked as failing"]);
    expect(verifySpend(SIGNED.replace(/f5f6$/, "f5a0"), EXPECTED)).toEqual(["the transaction carries auxiliary data"]);
    const forged = signTransaction(PAY.cbor, [{ publicKey: OPERATOR.publicKey, signature: "00".repeat(64) }]);
    expect(verifySpend(forged, EXPECTED).join()).toMatch(/does not verify/);
  });

  it("answers bytes that are no transaction with a difference, not an exception", () => {
    expect(verifySpend("80", EXPECTED).join()).toMatch(/cannot be read/);
    expect(verifySpend("84a0a0f5f6", EXPECTED).join()).toMatch(/outputs should be a list/);
    expect(verifySpend(SIGNED.slice(0, -2), EXPECTED).join()).toMatch(/ends too early/);
    expect(verifySpend("84a2020102026080f5f6", EXPECTED).join()).toMatch(/cannot be read/);
  });
});
