import { describe, expect, it } from "vitest";
import type { PoolFault } from "../domain/contract/pool-fault";
import { sayDraftFault, sayPoolFault } from "./pool-fault";
import { sayMoment, saySpan } from "./span";

const REF = { txHash: "ab".repeat(32), index: 1 };
const hash = "cd".repeat(28);

/** One of every kind. */
const FAULTS: readonly PoolFault[] = [
  { kind: "unsound", problem: "oracle: must not be an approver too" },
  { kind: "network", named: "mainnet", expected: "preprod" },
  { kind: "endless-day", intervalMs: 1e12, firstEndMs: 2e12 },
  { kind: "short-day", intervalMs: 1, blockMs: 20_000 },
  { kind: "small-limit", limitLovelace: 1n, smallestLovelace: 849_070n },
  { kind: "no-limit", limitLovelace: 1n << 70n },
  { kind: "huge-reserve", reserveLovelace: 1n << 70n },
  { kind: "huge-deposit", leastLovelace: 1n << 70n },
  { kind: "late-deadline", minWindowMs: 1e12 },
  { kind: "no-time-to-sign", problem: "is 1, which leaves 0 ms to sign a plan" },
  { kind: "small-fee", maxFeeLovelace: 2_000_000n, problem: "the transaction would cost 3 ADA" },
  ...(["governor", "operator", "oracle", "approver", "script-with-datum", "script", "unknown-script"] as const).map(
    (owner) => ({ kind: "treasury", owner, hash }) as const,
  ),
  { kind: "few-keys", threshold: 2, approvers: 2 },
  { kind: "few-keys", threshold: 2, approvers: 3 },
  { kind: "tokens", unit: `${hash}534e454b` },
  { kind: "short-of-money", heldLovelace: 5_000_000n, neededLovelace: 9_000_000n },
  { kind: "small-first-deposit", depositLovelace: 1n, neededLovelace: 9_000_000n },
  { kind: "other-operator", own: hash, pool: "ef".repeat(28) },
  { kind: "other-oracle", own: "ab".repeat(32), pool: "ef".repeat(32) },
  { kind: "account", account: "stake1abc" },
  ...(["missing", "spent", "other-script", "loose"] as const).flatMap((state) =>
    (["pool", "governor"] as const).map((role) => ({ kind: "reference", role, state, ref: REF }) as const),
  ),
  { kind: "reference", role: "pool", state: "missing", ref: null },
];

describe("every fault of a pool", () => {
  it.each(FAULTS.map((fault) => [fault.kind, fault] as const))(
    "%s is a plain sentence, and one more says what to do",
    (_, fault) => {
      const words = sayPoolFault(fault);
      expect(words).toMatch(/^[A-Za-z0-9].*[^.]\. [A-Z].*[^.]\.$/);
      expect(words).not.toMatch(/undefined|null|NaN|\[object|\.\.| {2}/);
      const draft = sayDraftFault(fault);
      expect(words.startsWith(draft)).toBe(true);
      expect(draft.length).toBeLessThan(words.length);
    },
  );

  it("no two sound alike", () => {
    expect(new Set(FAULTS.map(sayPoolFault)).size).toBe(FAULTS.length);
  });
});

it.each<[number, string]>([
  [0, "0 milliseconds"],
  [1, "1 millisecond"],
  [1_500, "1500 milliseconds"],
  [60_000, "1 minute"],
  [90 * 60_000, "90 minutes"],
  [86_400_000, "1 day"],
  [Number.MAX_SAFE_INTEGER, "9007199254740991 milliseconds"],
])("%i ms is %s", (ms, words) => {
  expect(saySpan(ms)).toBe(words);
});

it("a moment that no calendar has is said, and throws nothing", () => {
  expect(sayMoment(0)).toBe("1970-01-01 00:00:00 UTC");
  expect(sayMoment(Number.MAX_SAFE_INTEGER)).toBe("a time that no calendar has");
});
