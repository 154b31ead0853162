import { describe, expect, it } from "vitest";
import type { SignedOnChain } from "@/server/domain/plan/pool-look";
import { findLost, gapFrom, isInGap, sayGap, widen } from "./lost-record";
import { claimIn, heldIn } from "./signed-plans";
import { NEW_RECORD, type Signed, type SignerRecord } from "./signer-record";

const HOUR_MS = 3_600_000;
const NOW = Date.UTC(2026, 10, 20);
const POOL = "ab".repeat(28);
const LIMITS = { dailyLimitLovelace: 2n ** 62n, longestDeadlineMs: 72 * HOUR_MS };
const hash = (digit: string) => digit.repeat(64);
const stateAt = (nonce: number) => ({ nonce, previousPlan: hash("0"), previousLeft: "" });

const plan = (digest: string, change: Partial<Signed> = {}): Signed => ({
  ...{ day: 20, digest: hash(digest), reportHash: hash("e"), deadlineMs: NOW + 10 * HOUR_MS },
  ...{ lovelace: 5n, signedMs: NOW },
  ...change,
});

/** Claims, and returns the record and what was said. */
function claim(record: SignerRecord, asked: Signed, nonce = 3): [SignerRecord, string] {
  const own = { publicKey: hash("f"), policyId: POOL, limits: LIMITS };
  const { record: next, answer } = claimIn(record, { ...own, state: stateAt(nonce), asked });
  return [next, answer.ok ? "signed" : answer.problems.join("; ")];
}

const ON_CHAIN: SignedOnChain = {
  ...{ txHash: hash("c"), what: "plan", day: 20, digest: hash("1"), nonce: 3, deadlineMs: NOW },
};

describe("what the chain shows and the record lacks", () => {
  it("is nothing where the record has it, now or released since, and where the key has signed nothing", () => {
    const [first] = claim(NEW_RECORD, plan("1"));
    expect(findLost(first, ON_CHAIN)).toBeNull();
    const [second, said] = claim(first, plan("2", { signedMs: NOW + 40 * HOUR_MS, deadlineMs: NOW + 50 * HOUR_MS }));
    expect(said).toBe("signed");
    expect(findLost(second, ON_CHAIN)).toBeNull();
    expect(findLost(NEW_RECORD, null)).toBeNull();
  });

  it("is told until somebody has said so, and told again after another loss", () => {
    expect(findLost(NEW_RECORD, ON_CHAIN)).toMatch(/record lacks .* the plan of day 20, on chain as cccc.*-- restored/);
    expect(findLost(NEW_RECORD, { ...ON_CHAIN, what: "resume" })).toMatch(/lacks .* the Resume of day 20/);
    const said = { ...NEW_RECORD, gap: gapFrom(NOW, 3, LIMITS.longestDeadlineMs) };
    expect(findLost(said, ON_CHAIN)).toBeNull();
    expect(findLost(said, { ...ON_CHAIN, nonce: 4 })).toMatch(/record lacks/);
    const blind = { ...NEW_RECORD, gap: gapFrom(NOW, null, LIMITS.longestDeadlineMs) };
    expect(findLost(blind, { ...ON_CHAIN, nonce: 4 })).toBeNull();
    expect(findLost(blind, { ...ON_CHAIN, deadlineMs: blind.gap.untilMs + 1 })).toMatch(/record lacks/);
  });
});

describe("after a loss", () => {
  const gap = gapFrom(NOW, 3, 72 * HOUR_MS);
  const lost: SignerRecord = { ...NEW_RECORD, gap };

  it("nothing is signed for a nonce that the pool has had, until all that was lost has run out", () => {
    expect(gap.untilMs).toBe(NOW + (72 + 24) * HOUR_MS);
    for (const nonce of [0, 2, 3]) {
      expect(claim(lost, plan("1"), nonce)[1]).toBe(sayGap(gap));
      expect(() => heldIn(lost, POOL, stateAt(nonce), NOW)).toThrow(/nonces up to 3: wait until 2026-11-24T00:00/);
    }
    const justBefore = plan("1", { signedMs: gap.untilMs - 1, deadlineMs: gap.untilMs });
    expect(claim(lost, justBefore)[1]).toBe(sayGap(gap));
    expect(claim(lost, { ...justBefore, signedMs: gap.untilMs })[1]).toBe("signed");
    expect(heldIn(lost, POOL, stateAt(3), gap.untilMs)).toBeNull();
  });

  it("a nonce that the pool got later is signed for at once", () => {
    expect(claim(lost, plan("1"), 4)[1]).toBe("signed");
    expect(heldIn(lost, POOL, stateAt(4), NOW)).toBeNull();
  });

  it("without a source, nothing at all is signed", () => {
    const blind: SignerRecord = { ...NEW_RECORD, gap: gapFrom(NOW, null, 72 * HOUR_MS) };
    expect(claim(blind, plan("1"), 99)[1]).toMatch(/any state of the pool: wait until 2026-11-24T00:00:00.000Z$/);
  });

  it("what the record still holds is signed again, and nothing else; what it had released is not", () => {
    const [known] = claim(NEW_RECORD, plan("1"));
    const restored = { ...known, gap };
    expect(claim(restored, plan("1"))[1]).toBe("signed");
    expect(claim(restored, plan("2"))[1]).toMatch(/is already signed for this state of the pool/);
    expect(heldIn(restored, POOL, stateAt(3), NOW)).toMatchObject({ digest: hash("1") });
    // A day after its deadline the lost part may hold another plan instead.
    const later = { signedMs: NOW + 35 * HOUR_MS, deadlineMs: NOW + 40 * HOUR_MS };
    expect(claim(restored, plan("1", later))[1]).toBe(sayGap(gap));
    expect(() => heldIn(restored, POOL, stateAt(3), later.signedMs)).toThrow(sayGap(gap));
  });

  it("a second loss adds to the first", () => {
    const other = gapFrom(NOW + HOUR_MS, 2, HOUR_MS);
    expect(widen(gap, other)).toEqual({ nonce: 3, untilMs: gap.untilMs });
    expect(widen(other, { nonce: null, untilMs: 1 })).toEqual({ nonce: null, untilMs: other.untilMs });
    expect(isInGap(widen(null, gap), stateAt(3), NOW)).toBe(true);
  });
});

it("a record is that of one key", () => {
  const [record] = claim(NEW_RECORD, plan("1"));
  const other = { publicKey: hash("a"), policyId: POOL, limits: LIMITS, state: stateAt(4), asked: plan("2") };
  expect(claimIn(record, other).answer).toMatchObject({
    problems: [expect.stringMatching(/that of another key, ffff/)],
  });
});
