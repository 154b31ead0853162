import { describe, expect, it } from "vitest";
import { testRules } from "@/server/testing/domain/fixtures";
import { potLovelaceOf } from "./pot";

describe("the pot", () => {
  it("is fixed, or a share of what is free in the pool, rounded down", () => {
    expect(potLovelaceOf(testRules(), 1n)).toBe(100_000_000n);
    const share = testRules({ pot: { kind: "share-of-pool", basisPoints: 125 } });
    expect(potLovelaceOf(share, 10_000_000_079n)).toBe(125_000_000n);
    expect(potLovelaceOf(share, 2n ** 70n)).toBe((2n ** 70n * 125n) / 10_000n);
    expect(potLovelaceOf(share, -5n)).toBe(0n);
  });
});
