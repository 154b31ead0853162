import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { amount, hex, payout } from "@/server/testing/contract/arbitraries";
import { payoutToData } from "@/server/testing/contract/payout-data";
import { BYRON_ADDRESS, key, keyAddress } from "@/server/testing/domain/fixtures";
import { pointerAddress } from "@/server/testing/domain/random-snapshot";
import { makeRewardAddress } from "../cardano/address";
import { toHex } from "../cardano/hex-bytes";
import { serialiseData } from "../cardano/plutus-data";
import { NO_AMOUNT } from "./amount";
import { batchBytes } from "./batch-bytes";
import { amountToData } from "./datum";

describe("the bytes of a batch", () => {
  it("are those of the same data, serialised as any other", () => {
    fc.assert(
      fc.property(
        fc.array(payout, { maxLength: 6 }),
        amount,
        fc.record({ policyId: hex(28), assetName: hex(0, 32), label: fc.constant("GAME") }),
        (payouts, total, asset) => {
          const outputs = payouts.map((one) => payoutToData(one, asset));
          const expected = serialiseData([amountToData(total), outputs]);
          expect(toHex(batchBytes(total, payouts, asset))).toBe(expected);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("are refused where the pool cannot pay", () => {
    for (const address of [BYRON_ADDRESS, pointerAddress(1), makeRewardAddress(0, key(1)), "addr_test1nonsense"]) {
      expect(() => batchBytes(NO_AMOUNT, [{ address, lovelace: 2n, tokens: 0n }], null)).toThrow();
    }
    const tokens = [{ address: keyAddress(1), lovelace: 2n, tokens: 1n }];
    expect(() => batchBytes(NO_AMOUNT, tokens, null)).toThrow(/has no prize asset/);
  });

  it("hold amounts of every length", () => {
    for (const bits of [0, 4, 5, 8, 16, 32, 52, 53, 54, 63, 64, 70]) {
      for (const lovelace of [(1n << BigInt(bits)) - 1n, 1n << BigInt(bits), (1n << BigInt(bits)) + 1n]) {
        const one = { address: keyAddress(1, 2), lovelace, tokens: 0n };
        const expected = serialiseData([amountToData(NO_AMOUNT), [payoutToData(one, null)]]);
        expect(toHex(batchBytes(NO_AMOUNT, [one], null))).toBe(expected);
      }
    }
  });
});
