import { expect, it } from "vitest";
import { compareDays } from "./compare-days";
import type { RewardLine, RewardTotals } from "./reward-line";

/** A calculation of which only the payouts matter here. */
function paying(payouts: Record<string, bigint>) {
  const lines = Object.entries(payouts).map(([address, payoutLovelace]) => ({ address, payoutLovelace }) as RewardLine);
  return { lines, totals: { recipients: lines.length } as RewardTotals };
}

it("counts who would get more, less, something at all, or nothing any more, and names the largest changes", () => {
  const before = paying({ a: 10n, b: 10n, c: 10n, d: 10n, e: 0n });
  const after = paying({ a: 11n, b: 4n, c: 10n, e: 7n, f: 2n });
  expect(compareDays(before, after, 3)).toEqual({
    before: { recipients: 5 },
    after: { recipients: 5 },
    more: 1,
    less: 1,
    added: 2,
    gone: 1,
    largest: [
      { address: "d", beforeLovelace: 10n, afterLovelace: 0n },
      { address: "e", beforeLovelace: 0n, afterLovelace: 7n },
      { address: "b", beforeLovelace: 10n, afterLovelace: 4n },
    ],
  });
});

it("names nobody where nothing changes", () => {
  expect(compareDays(paying({ a: 1n }), paying({ a: 1n }), 3)).toMatchObject({ more: 0, less: 0, largest: [] });
});
