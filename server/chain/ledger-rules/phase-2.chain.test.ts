import { describe, expect, it } from "vitest";
import { type Clock, TEST_CLOCK } from "@/server/testing/contract/largest-terms";
import type { Mutation } from "@/server/testing/contract/mutant";
import { moveLovelace } from "@/server/testing/contract/mutations";
import { PREPROD, payWith } from "@/server/testing/contract/small-pay";
import { askCquisitor, publicClock } from "./cquisitor";
import { validateLedgerRules } from "./validate-ledger-rules";

describe("phase 2", () => {
  const moved = moveLovelace(1, 2, 1n);
  const poorer: Mutation = (draft) => ({
    ...draft,
    redeemers: draft.redeemers.map((one) => ({ ...one, units: { ...one.units, mem: one.units.mem - 1n } })),
  });

  it.each<[string, Clock, number]>([
    ["of its own", TEST_CLOCK, 0],
    ["of a public network, on which cquisitor is heard too", PREPROD, 1],
  ])("is judged by two machines on a clock %s", (_, clock, more) => {
    const refused = payWith(clock, moved);
    expect(validateLedgerRules(refused.signed, refused.state)).toHaveLength(2 + more);
    const starved = payWith(clock, poorer);
    expect(validateLedgerRules(starved.signed, starved.state)).toHaveLength(1 + more);
  });

  it("is refused where cquisitor alone refuses, and where scalus alone does", () => {
    const { signed, state } = payWith(PREPROD, moved);
    const answer = askCquisitor(signed, [], state);
    expect(answer.phase1).toEqual([]);
    expect(answer.phase2).toHaveLength(1);
    const [byCquisitor, byScalus] = validateLedgerRules(signed, state);
    expect(byCquisitor).toBe(answer.phase2?.[0]);
    expect(byScalus).toMatch(/the contract refuses/);
  });

  it("knows which clocks are public, on the right network", () => {
    const mainnet = { zeroTimeMs: 1_596_059_091_000, zeroSlot: 4_492_800, slotLengthMs: 1000 };
    const later = { ...mainnet, zeroTimeMs: mainnet.zeroTimeMs + 5_000, zeroSlot: mainnet.zeroSlot + 5 };
    expect([publicClock(mainnet, 1), publicClock(later, 1)]).toEqual(["mainnet", "mainnet"]);
    expect(publicClock({ zeroTimeMs: 1_666_656_000_000, zeroSlot: 0, slotLengthMs: 1000 }, 0)).toBe("preview");
    expect(publicClock(mainnet, 0)).toBeNull();
    expect(publicClock({ ...mainnet, slotLengthMs: 200 }, 1)).toBeNull();
    expect(publicClock(TEST_CLOCK.slots, 0)).toBeNull();
  });
});
