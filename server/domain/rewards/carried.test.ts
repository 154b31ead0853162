import { describe, expect, it } from "vitest";
import { hashOf, key, keyAddress, script, testRules } from "@/server/testing/domain/fixtures";
import { calculateWith as calculate, lineOf } from "@/server/testing/domain/small-day";
import { makeAddress } from "../cardano/address";

describe("what is carried", () => {
  const tiny = keyAddress(1, 2);
  const owed = (lovelace: bigint) => [{ address: tiny, lovelace }];

  it("is below the ledger's minimum, and is paid with later earnings when that is enough", () => {
    const first = calculate([[tiny, 1n]], [2], { potLovelace: 969_749n });
    expect(lineOf(first.lines, tiny)).toMatchObject({
      payoutLovelace: 0n,
      carriedLovelace: 969_749n,
      reason: "below-minimum",
    });
    const second = calculate([[tiny, 1n]], [2], { potLovelace: 1n, opening: owed(969_749n) });
    expect(lineOf(second.lines, tiny)).toMatchObject({
      payoutLovelace: 969_750n,
      carriedLovelace: 0n,
      reason: "payable",
    });
  });

  it("is paid together with what the last plan left unpaid for the same address", () => {
    const both = calculate([[tiny, 1n]], [2], { potLovelace: 1n, opening: owed(500_000n), open: owed(3_000_000n) });
    expect(lineOf(both.lines, tiny)).toMatchObject({ openingLovelace: 3_500_000n, payoutLovelace: 3_500_001n });
  });

  it("is never what the last plan left unpaid, on a day that pays nothing: that stays its debt", () => {
    const limits = { dayLimits: { totalLovelace: 10_000_000n, hourlyLovelace: 2_000_000n } };
    const other = [{ address: keyAddress(5, 6), lovelace: 2_500_000n }];
    const change = { rules: testRules(limits), potLovelace: 400_000n, opening: owed(100_000n) };
    const closed = calculate([[tiny, 1n]], [2], { ...change, open: [...owed(3_000_000n), ...other] });
    expect(closed.lines).toEqual(
      calculate([[tiny, 1n]], [2], change).lines.map((line) => ({ ...line, reason: "over-limit" })),
    );
    expect(closed.totals).toMatchObject({ openingLovelace: 100_000n, payoutLovelace: 0n, carriedLovelace: 500_000n });
  });

  it("stays owed to an address that holds nothing any more, and is paid once payable", () => {
    const kept = calculate([[keyAddress(5, 6), 1n]], [6], { opening: owed(500_000n) });
    expect(lineOf(kept.lines, tiny)).toMatchObject({
      quantity: 0n,
      carriedLovelace: 500_000n,
      reason: "below-minimum",
    });
    const paid = calculate([[keyAddress(5, 6), 1n]], [6], { opening: owed(2_000_000n) });
    expect(lineOf(paid.lines, tiny)).toMatchObject({ earnedLovelace: 0n, payoutLovelace: 2_000_000n });
  });

  it("is held back, not lost, while the rules exclude the address or its owner", () => {
    for (const excluded of [
      { addresses: [tiny], identities: [] },
      { addresses: [], identities: [`key:${hashOf(2)}`] },
    ]) {
      const held = calculate([[tiny, 5n]], [2], {
        rules: testRules({ excluded }),
        opening: owed(9_000_000n),
      });
      expect(lineOf(held.lines, tiny)).toMatchObject({
        earnedLovelace: 0n,
        carriedLovelace: 9_000_000n,
        reason: "excluded",
      });
    }
  });

  it("is held back when a script is no longer allowed", () => {
    const address = makeAddress(0, script(3), key(2));
    const opening = [{ address, lovelace: 9_000_000n }];
    expect(lineOf(calculate([], [], { opening }).lines, address)).toMatchObject({
      reason: "unpayable-address",
    });
    const allowed = testRules({ allowedScripts: [hashOf(3)] });
    expect(lineOf(calculate([], [], { opening, rules: allowed }).lines, address)).toMatchObject({
      reason: "payable",
    });
  });
});
