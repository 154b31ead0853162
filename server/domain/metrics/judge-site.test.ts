import { describe, expect, test } from "vitest";
import { judgeSite, SLOW_MS } from "./judge-site";
import type { DoorFault, Visit } from "./visit";

const MINUTE_MS = 60_000;
const NOW_MS = 1_800_000_000_000;

type Made = { minutesAgo: number; fault?: DoorFault; durationMs?: number; instance?: string };

function visit({ minutesAgo, fault, durationMs = 30, instance = "inside" }: Made): Visit {
  const good = { door: "/days", status: 200, durationMs, fault: null, problem: null };
  const first = fault ? { ...good, door: "/", fault, problem: `it is ${fault}.` } : { ...good, door: "/" };
  return { instance, atMs: NOW_MS - minutesAgo * MINUTE_MS, doors: [first, good] };
}
const kinds = (...made: Made[]) => judgeSite(made.map(visit), NOW_MS)?.map(({ kind }) => kind) ?? null;

test("without a recent visit nothing is known", () => {
  expect(kinds()).toBeNull();
  expect(kinds({ minutesAgo: 6, fault: "no-answer" }, { minutesAgo: 7, fault: "no-answer" })).toBeNull();
  expect(kinds({ minutesAgo: 5 })).toEqual([]);
});

test("a visit of the future, by a clock that is wrong, says nothing", () => {
  expect(kinds({ minutesAgo: -1 })).toBeNull();
});

describe("down", () => {
  test("one failed visit is none, two in a row are", () => {
    expect(kinds({ minutesAgo: 1 }, { minutesAgo: 0, fault: "no-answer" })).toEqual([]);
    expect(kinds({ minutesAgo: 1, fault: "wrong-answer" }, { minutesAgo: 0, fault: "no-answer" })).toEqual([
      "site-down",
    ]);
  });
  test("is over with one good visit", () => {
    const failed: Made[] = [
      { minutesAgo: 3, fault: "no-answer" },
      { minutesAgo: 2, fault: "no-answer" },
    ];
    expect(kinds(...failed, { minutesAgo: 1 })).toEqual([]);
  });
  test("began with the first of the visits that failed in a row, and says which doors", () => {
    const [found] =
      judgeSite(
        [
          visit({ minutesAgo: 4, fault: "no-answer" }),
          visit({ minutesAgo: 3 }),
          visit({ minutesAgo: 2, fault: "no-answer" }),
          visit({ minutesAgo: 1, fault: "no-answer" }),
        ],
        NOW_MS,
      ) ?? [];
    expect(found).toMatchObject({ subject: "", sinceMs: NOW_MS - 2 * MINUTE_MS });
    expect(found?.fact).toBe("From inside, 2 visits in a row: /: it is no-answer.");
  });
  test("from one place is down, whatever another place sees; it is said", () => {
    const [found] =
      judgeSite(
        [0, 1].flatMap((minutesAgo) => [
          visit({ minutesAgo }),
          visit({ minutesAgo, instance: "outside", fault: "no-answer" }),
        ]),
        NOW_MS,
      ) ?? [];
    expect(found?.fact).toBe("From outside, 2 visits in a row: /: it is no-answer. 1 other prober is answered well.");
  });
  test("one failed visit from each of two places is none", () => {
    expect(
      kinds({ minutesAgo: 0, fault: "no-answer" }, { minutesAgo: 0, instance: "outside", fault: "no-answer" }),
    ).toEqual([]);
  });
});

test("a site that shows the past is not down, but stale", () => {
  expect(kinds({ minutesAgo: 1, fault: "stale" }, { minutesAgo: 0, fault: "stale" })).toEqual(["site-stale"]);
});

describe("slow", () => {
  const slow = (durationMs: number, visits = 10) =>
    kinds(...Array.from({ length: visits }, (_each, minutesAgo): Made => ({ minutesAgo, durationMs })));
  test("above the bound, with answers enough", () => {
    expect(slow(SLOW_MS)).toEqual([]);
    expect(slow(SLOW_MS + 1)).toEqual(["site-slow"]);
    expect(slow(SLOW_MS + 1, 5)).toEqual([]);
  });
  test("by the slowest twentieth, not by one answer", () => {
    const quick = Array.from({ length: 12 }, (_each, minutesAgo): Made => ({ minutesAgo }));
    expect(kinds(...quick, { minutesAgo: 13, fault: "stale", durationMs: 9_000 })).toEqual([]);
    expect(kinds(...quick, { minutesAgo: 13, durationMs: 9_000 })).toEqual(["site-slow"]);
  });
});
