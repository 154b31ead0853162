import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hex } from "@/server/testing/contract/arbitraries";
import { APPROVERS, OPERATOR, ORACLE, SETTINGS, TERMS } from "@/server/testing/contract/pool-terms";
import { makeAddress } from "../cardano/address";
import type { PoolTerms } from "./check-settings";
import { checkTerms } from "./check-settings";
import { batchCommitment, sumPayouts } from "./commitment";
import {
  ALL_LOVELACE,
  findPoolFaults,
  LONGEST_WAIT_MS,
  leastToPay,
  type PoolWorld,
  type ScriptKind,
  smallestPayout,
} from "./find-pool-faults";
import { type PoolFault, type Stops, stopsOf, type TreasuryOwner } from "./pool-fault";
import { hashSettings } from "./settings";
import { foreseePool } from "./successor";
import { NO_PLAN, type Settings } from "./types";

const COINS = 4_310n;
const NOW_MS = Date.UTC(2026, 0, 1);
const DAY_MS = 86_400_000;
const POLICY = "aa".repeat(28);
const SOUND: Settings = {
  ...SETTINGS,
  network: "preprod",
  prizeAsset: null,
  intervalMs: DAY_MS,
  threshold: 2,
  approvers: APPROVERS.map(({ publicKey }) => publicKey),
};
const WORLD: PoolWorld = {
  network: "preprod",
  policyId: POLICY,
  governor: "bb".repeat(28),
  coinsPerUtxoByte: COINS,
  slotLengthMs: 1_000,
  nowMs: NOW_MS,
  treasuryScript: null,
  transactionLifetimeMs: null,
};

const faultsOf = (change: Partial<Settings>, world: Partial<PoolWorld> = {}) =>
  findPoolFaults({ ...TERMS, settings: { ...SOUND, ...change } }, { ...WORLD, ...world });
const kindsOf = (faults: readonly PoolFault[]) => faults.map(({ kind }) => kind);

it("nothing is wrong with a pool that is as the product makes it", () => {
  expect(faultsOf({})).toEqual([]);
});

describe("what the contract takes, and what can never pay", () => {
  const smallest = smallestPayout(COINS);
  it.each<[string, PoolFault["kind"], Partial<Settings>, Partial<PoolWorld>]>([
    ["settings of another network", "network", { network: "mainnet" }, {}],
    ["an interval of a hundred years", "endless-day", { intervalMs: 36_525 * DAY_MS }, {}],
    ["an interval in which no day ends", "endless-day", { intervalMs: Number.MAX_SAFE_INTEGER }, {}],
    ["a daily limit a lovelace below the smallest payout", "small-limit", limit(smallest - 1n), {}],
    ["a reserve of all ADA that there is", "huge-reserve", { reserveLovelace: ALL_LOVELACE }, {}],
    ["no time to sign", "no-time-to-sign", {}, { transactionLifetimeMs: 40 * 60_000 }],
  ])("%s stops everyone", (_, kind, change, world) => {
    const faults = faultsOf(change, world);
    expect(kindsOf(faults)).toEqual([kind]);
    expect(faults.map(stopsOf)).toEqual(["everyone"]);
    expect(checkTerms({ ...TERMS, settings: { ...SOUND, ...change } }, POLICY), "the contract takes it").toEqual([]);
  });

  it.each<[string, PoolFault["kind"], Partial<Settings>]>([
    ["days shorter than the time between two blocks", "short-day", { intervalMs: 19_999, minGapMs: 0 }],
    ["a limit that is none", "no-limit", limit(1n << 70n)],
    ["deposits that nobody can make", "huge-deposit", { minDeposit: { lovelace: 1n << 70n, tokens: 1n } }],
    ["plans that stay open for ever", "late-deadline", window(LONGEST_WAIT_MS + 1)],
  ])("%s stops a new pool", (_, kind, change) => {
    const faults = faultsOf(change);
    expect(kindsOf(faults)).toEqual([kind]);
    expect(faults.map(stopsOf)).toEqual(["new"]);
  });

  it("too few spare keys are said: of what is lost nothing comes back", () => {
    expect(faultsOf({ threshold: 3 })).toEqual([{ kind: "few-keys", threshold: 3, approvers: 4 }]);
    expect(stopsOf({ kind: "few-keys", threshold: 3, approvers: 4 })).toBe("nobody");
  });

  it("what the contract refuses is said alone", () => {
    const twice = { approvers: [ORACLE.publicKey, ...SOUND.approvers].sort(), intervalMs: 0 };
    expect(new Set(kindsOf(faultsOf(twice)))).toEqual(new Set(["unsound"]));
  });
});

describe("a treasury", () => {
  const key = (hash: string) => ({ kind: "key", hash }) as const;
  const script = (hash: string) => ({ kind: "script", hash }) as const;
  const other = "cd".repeat(28);
  it.each<[string, Settings["treasury"], ScriptKind | null, TreasuryOwner, Stops]>([
    ["is the operator", key(OPERATOR.hash), null, "operator", "new"],
    ["is the oracle", key(ORACLE.hash), null, "oracle", "nobody"],
    ["is an approver", key(APPROVERS[1]?.hash ?? ""), null, "approver", "nobody"],
    ["is the governor", script(WORLD.governor), "PlutusV3", "governor", "new"],
    ["needs a datum", script(other), "PlutusV2", "script-with-datum", "new"],
    ["needs one as the first scripts did", script(other), "PlutusV1", "script-with-datum", "new"],
    ["is a Plutus script that may need none", script(other), "PlutusV3", "script", "nobody"],
    ["is a script that nobody has seen", script(other), "unknown", "unknown-script", "nobody"],
  ])("that %s is said", (...row) => {
    const [, treasury, treasuryScript, owner, stops] = row;
    const fault = { kind: "treasury", owner, hash: treasury.hash } as const;
    expect(faultsOf({ treasury }, { treasuryScript })).toEqual([fault]);
    expect(stopsOf(fault)).toBe(stops);
  });

  it("of a key of its own, or of a native script, is as it should be", () => {
    expect(faultsOf({ treasury: key(other) })).toEqual([]);
    expect(faultsOf({ treasury: script(other) }, { treasuryScript: "native" })).toEqual([]);
  });

  it("that is the pool itself is refused by the contract", () => {
    expect(faultsOf({ treasury: script(POLICY) })).toEqual([
      { kind: "unsound", problem: "treasury: must not be the pool itself" },
    ]);
  });
});

function limit(lovelace: bigint): Partial<Settings> {
  return { dailyLimit: { lovelace, tokens: 0n } };
}

function window(minWindowMs: number): Partial<Settings> {
  return { minWindowMs, maxWindowMs: minWindowMs + 3_600_000 };
}

/** Terms that the contract takes, around every bound. */
const takenTerms: fc.Arbitrary<PoolTerms> = fc
  .record({
    intervalMs: fc.oneof(
      fc.integer({ min: 1, max: 200_000 }),
      fc.constantFrom(DAY_MS, LONGEST_WAIT_MS - 1, LONGEST_WAIT_MS, LONGEST_WAIT_MS + 1),
      fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
    ),
    gap: fc.double({ min: 0, max: 0.5, noNaN: true }),
    minWindowMs: fc.oneof(fc.nat(), fc.nat({ max: 2 ** 40 }), fc.constant(2 ** 52)),
    more: fc.nat(),
    limit: fc.oneof(amountNear(smallestPayout(COINS)), fc.bigInt(1n, 1n << 70n)),
    reserve: fc.oneof(amountNear(5_000_000n, 0n), amountNear(ALL_LOVELACE), fc.bigInt(5_000_000n, 1n << 70n)),
    minDeposit: fc.bigInt(1n, 1n << 70n),
    maxFeeLovelace: fc.bigInt(2_000_000n, 10_000_000n),
    threshold: fc.integer({ min: 1, max: 4 }),
    hash: hex(28),
  })
  .map(({ intervalMs, gap, minWindowMs, more, ...rest }) => ({
    operator: OPERATOR.hash,
    maxFeeLovelace: rest.maxFeeLovelace,
    settings: {
      ...SOUND,
      intervalMs,
      minGapMs: Math.floor(intervalMs * gap),
      minWindowMs,
      maxWindowMs: minWindowMs + 3_600_000 + more,
      threshold: rest.threshold,
      treasury: { kind: "key", hash: rest.hash } as const,
      dailyLimit: { lovelace: rest.limit, tokens: 0n },
      reserveLovelace: rest.reserve,
      minDeposit: { lovelace: rest.minDeposit, tokens: 1n },
    },
  }));

function amountNear(lovelace: bigint, below = 50_000_000n): fc.Arbitrary<bigint> {
  return fc.bigInt(lovelace - (below < lovelace ? below : lovelace - 1n), lovelace + 50_000_000n);
}

/** By the contract's rules: whether the smallest payout is paid within the longest wait, at the highest fees. */
function canPay(terms: PoolTerms, fromMs: number, heldLovelace = ALL_LOVELACE): boolean {
  const { settings, operator, maxFeeLovelace } = terms;
  const day = Math.floor(fromMs / settings.intervalMs);
  const lowerMs = (day + 1) * settings.intervalMs;
  const upperMs = lowerMs + 1_000;
  if (lowerMs - fromMs > LONGEST_WAIT_MS) return false;
  const payouts = [
    {
      address: makeAddress(0, { kind: "key", hash: "ee".repeat(28) }, null),
      lovelace: smallestPayout(COINS),
      tokens: 0n,
    },
  ];
  const total = sumPayouts(payouts);
  const firstCommitment = batchCommitment(total, payouts, "", null);
  const datum = {
    settingsHash: hashSettings(settings),
    operator,
    maxFeeLovelace,
    nonce: 0,
    plan: NO_PLAN,
    lastDay: day - 1,
    lastPayoutMs: 0,
    status: { kind: "idle", left: "", remaining: { lovelace: 0n, tokens: 0n }, outputs: 0 },
  } as const;
  const common = { policyId: POLICY, prizeAsset: null, rewardsLovelace: 0n, feeLovelace: maxFeeLovelace };
  const committed = foreseePool({
    ...{ ...common, datum, lowerMs, upperMs },
    held: { lovelace: heldLovelace, tokens: 0n },
    redeemer: {
      ...{ kind: "commit", settings, day, firstCommitment, total, outputs: 1, batches: 1 },
      reportHash: "11".repeat(32),
      deadlineMs: upperMs + settings.minWindowMs,
      oracleSignature: "00".repeat(64),
      approvals: [],
    },
  });
  if (!committed.ok || !committed.pool) return false;
  const redeemer = { kind: "pay", total, outputs: 1, next: "" } as const;
  return foreseePool({ ...common, ...committed.pool, redeemer, payouts, lowerMs: null, upperMs }).ok;
}

it("property: whatever the contract takes can pay within a year exactly where no fault stops everyone", () => {
  const seen = { pays: 0, never: 0 };
  fc.assert(
    fc.property(takenTerms, (terms) => {
      expect(checkTerms(terms, POLICY)).toEqual([]);
      // From the beginning of a day on, so that its whole length must pass.
      const fromMs = Math.floor(NOW_MS / terms.settings.intervalMs) * terms.settings.intervalMs;
      const stops = findPoolFaults(terms, { ...WORLD, nowMs: fromMs }).some((fault) => stopsOf(fault) === "everyone");
      const pays = canPay(terms, fromMs);
      seen[pays ? "pays" : "never"] += 1;
      expect(stops, JSON.stringify(kindsOf(findPoolFaults(terms, WORLD)))).toBe(!pays);
    }),
    { numRuns: 500 },
  );
  expect(Math.min(seen.pays, seen.never), "both are among them").toBeGreaterThan(50);
});

it("what a pool must hold is what the Commit of the smallest payout needs, to the lovelace", () => {
  const terms = { ...TERMS, settings: SOUND };
  const least = leastToPay(terms, COINS);
  expect([canPay(terms, NOW_MS, least), canPay(terms, NOW_MS, least - 1n)]).toEqual([true, false]);
});
