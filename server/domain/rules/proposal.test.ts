import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Document, withValue } from "./document";
import { periodsInForce, proposalHashOf } from "./proposal";

const document: Document = { pot: { kind: "fixed", lovelace: "5" }, cap: null };

describe("the hash that a second person confirms", () => {
  const content = { kind: "rules", document, fromDay: 9, follows: 1 } as const;
  it.each([
    { kind: "operations" as const },
    { document: withValue(document, "cap", "1") },
    { fromDay: 10 },
    { fromDay: null },
    { follows: 2 },
  ])("is another for another content: %j", (change) => {
    expect(proposalHashOf({ ...content, ...change })).not.toBe(proposalHashOf(content));
  });
});

describe("the days that versions are in force on", () => {
  it("are those that read them: the newest whose first day is not after the day", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 6 }), (firstDays) => {
        const versions = firstDays.map((fromDay, index) => ({ version: index + 1, fromDay }));
        const periods = periodsInForce(versions);
        expect(periods.map(({ version }) => version)).toEqual(versions.map(({ version }) => version));
        for (let day = 0; day <= 14; day++) {
          const newest = versions.findLast(({ fromDay }) => fromDay <= day)?.version;
          const named = periods.filter(({ days }) => days && days.from <= day && day <= (days.until ?? day));
          expect(named.map(({ version }) => version)).toEqual(newest === undefined ? [] : [newest]);
        }
      }),
    );
  });
});
