import { encode } from "cborg";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { COINS_PER_BYTE, keyAddress, testRules } from "@/server/testing/domain/fixtures";
import { addressToBytes } from "../cardano/address";
import { isPayableAmount, minimumOutputLovelace, outputSizeBytes } from "./minimum-output";
import { potLovelaceOf } from "./pot";

const address = fc.constantFrom(keyAddress(1), keyAddress(1, 2), keyAddress(1, 2, 1));
const anyLovelace = fc.oneof(fc.bigInt(0n, 70_000n), fc.bigInt(0n, 2n ** 33n), fc.bigInt(0n, 45_000_000_000_000_000n));

describe("the least an output may hold", () => {
  it("matches mainnet", () => {
    expect(minimumOutputLovelace(keyAddress(1, 2), COINS_PER_BYTE)).toBe(969_750n);
    expect(minimumOutputLovelace(keyAddress(1), COINS_PER_BYTE)).toBe(849_070n);
  });

  it("counts the bytes that a CBOR encoder writes", () => {
    fc.assert(
      fc.property(address, anyLovelace, (to, lovelace) => {
        expect(outputSizeBytes(to, lovelace)).toBe(BigInt(encode([addressToBytes(to), lovelace]).length));
      }),
    );
  });

  it("is enough, and one lovelace less is not, whatever the parameter", () => {
    fc.assert(
      fc.property(address, fc.oneof(fc.bigInt(1n, 40n), fc.bigInt(1n, 10n ** 9n)), (to, coinsPerUtxoByte) => {
        const least = minimumOutputLovelace(to, coinsPerUtxoByte);
        expect(isPayableAmount(to, least, coinsPerUtxoByte)).toBe(true);
        expect(isPayableAmount(to, least - 1n, coinsPerUtxoByte)).toBe(false);
      }),
    );
  });

  it("never accepts an output of nothing", () => {
    expect(isPayableAmount(keyAddress(1), 0n, 0n)).toBe(false);
  });
});

describe("the pot", () => {
  it("is fixed, or a share of what is free in the pool, rounded down", () => {
    expect(potLovelaceOf(testRules(), 1n)).toBe(100_000_000n);
    const share = testRules({ pot: { kind: "share-of-pool", basisPoints: 125 } });
    expect(potLovelaceOf(share, 10_000_000_079n)).toBe(125_000_000n);
    expect(potLovelaceOf(share, 2n ** 70n)).toBe((2n ** 70n * 125n) / 10_000n);
    expect(potLovelaceOf(share, -5n)).toBe(0n);
  });
});
