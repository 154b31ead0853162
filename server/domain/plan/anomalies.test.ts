import { describe, expect, it } from "vitest";
import { hashOf } from "@/server/testing/domain/fixtures";
import { type DayFacts, findAnomalies, type History } from "./anomalies";
import { DEFAULT_ANOMALY_THRESHOLDS } from "./anomaly-thresholds";

function day(dayIndex: number, change: Partial<DayFacts> = {}): DayFacts {
  const paid = new Map(Array.from({ length: 10 }, (_, index) => [`key:${hashOf(index)}`, 100_000_000n]));
  return { dayIndex, totalLovelace: 1_000_000_000n, participants: 100, holders: 200, paid, ...change };
}

/** The facts of days as one history: of each identity the most that it had. */
function historyOf(days: readonly DayFacts[]): History {
  const highest = new Map<string, bigint>();
  for (const { paid } of days) {
    for (const [identity, lovelace] of paid) {
      if (lovelace > (highest.get(identity) ?? 0n)) highest.set(identity, lovelace);
    }
  }
  return { days, highest };
}

const history = Array.from({ length: 10 }, (_, index) => day(index));

function paying(...rows: [number, bigint][]): ReadonlyMap<string, bigint> {
  return new Map([...day(0).paid, ...rows.map(([seed, lovelace]) => [`key:${hashOf(seed)}`, lovelace] as const)]);
}

function rulesFound(change: Partial<DayFacts>): string[] {
  return findAnomalies(historyOf(history), day(10, change)).anomalies.map((anomaly) => anomaly.rule);
}

describe("findAnomalies", () => {
  it("finds nothing on a usual day", () => {
    expect(findAnomalies(historyOf(history), day(10))).toEqual({
      history: { kind: "compared", days: 10 },
      anomalies: [],
    });
  });

  it.each<[string, Partial<DayFacts>]>([
    ["total", { totalLovelace: 2_000_000_001n }],
    ["new-recipients", { paid: paying(...[20, 21, 22, 23, 24].map((seed): [number, bigint] => [seed, 1n])) }],
    ["concentration", { paid: paying([3, 300_000_001n]) }],
    ["holders-jump", { holders: 301 }],
    ["holders-jump", { holders: 133 }],
    ["participants-jump", { participants: 151 }],
    ["participants-jump", { participants: 0 }],
  ])("%s", (rule, change) => {
    expect(rulesFound(change)).toEqual([rule]);
  });

  it("a recipient's jump, but not a small one, nor that of a new recipient", () => {
    const thin = history.map((past) => ({ ...past, paid: paying([50, 10_000_001n], [51, 1_000_000n]) }));
    const today = day(10, { paid: paying([50, 50_000_006n], [51, 40_000_000n], [52, 60_000_000n]) });
    const report = findAnomalies(historyOf(thin), today);
    expect(report).toMatchObject({ anomalies: [{ rule: "recipient-jump", identity: `key:${hashOf(50)}` }] });
  });

  it.each<[string, Partial<DayFacts>]>([
    ["total", { totalLovelace: 2_000_000_000n }],
    ["concentration", { paid: paying([3, 300_000_000n]) }],
    ["holders", { holders: 300 }],
  ])("finds nothing exactly at the threshold of %s", (_, change) => {
    expect(rulesFound(change)).toEqual([]);
  });

  it("is exact beyond 2^53", () => {
    const total = 2n ** 60n + 1n;
    const long = history.map((past) => ({ ...past, totalLovelace: total }));
    const found = (totalLovelace: bigint) => findAnomalies(historyOf(long), day(10, { totalLovelace }));
    expect(found(total * 2n)).toMatchObject({ anomalies: [] });
    expect(found(total * 2n + 1n)).toMatchObject({ anomalies: [{ rule: "total" }] });
  });

  it("says that there is too little history, and finds nothing", () => {
    const report = findAnomalies(historyOf(history.slice(0, 6)), day(10, { totalLovelace: 10n ** 15n }));
    expect(report).toEqual({ history: { kind: "too-little", days: 6, needed: 7 }, anomalies: [] });
  });

  it("uses the trailing days only, in any order, and never later ones", () => {
    const old = Array.from({ length: 28 }, (_, index) => day(-100 - index, { totalLovelace: 9n }));
    const later = [day(11, { totalLovelace: 1n }), day(10, { totalLovelace: 1n })];
    const thresholds = { ...DEFAULT_ANOMALY_THRESHOLDS, trailingDays: 10 };
    expect(findAnomalies(historyOf([...later, ...history, ...old].reverse()), day(10), thresholds)).toMatchObject({
      history: { days: 10 },
      anomalies: [],
    });
  });

  it("says what was compared with what", () => {
    const { anomalies } = findAnomalies(historyOf(history), day(10, { totalLovelace: 10n ** 12n, holders: 0 }));
    expect(anomalies).toEqual([
      {
        rule: "total",
        totalLovelace: "1000000000000",
        medianLovelace: "1000000000",
        days: 10,
        usual: 20_000,
      },
      { rule: "holders-jump", before: 200, now: 0, usual: 15_000 },
    ]);
  });
});
