import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Broadcast, HOUR_MS, hourlyAllowance } from "./limits";

const now = 1_000 * HOUR_MS;
const sent = (ago: number, lovelace: bigint): Broadcast => ({ firstBroadcastMs: now - ago, lovelace });

describe("hourlyAllowance", () => {
  it("counts what was sent in the last hour, a broadcast exactly an hour ago no longer", () => {
    const broadcasts = [sent(HOUR_MS, 50n), sent(HOUR_MS - 1, 4n), sent(0, 3n)];
    expect(hourlyAllowance(broadcasts, now, 10n, 3n)).toEqual({ allowed: true, usedLovelace: 7n });
    expect(hourlyAllowance(broadcasts, now, 10n, 4n)).toMatchObject({
      allowed: false,
      usedLovelace: 7n,
      allowedFromMs: now + 1,
    });
  });

  it("counts a broadcast that lies in the future since the tip went back", () => {
    expect(hourlyAllowance([sent(-5, 9n)], now, 10n, 2n)).toMatchObject({
      allowed: false,
      allowedFromMs: now + 5 + HOUR_MS,
    });
  });

  it("says so if a batch alone is over the limit, which no waiting helps", () => {
    expect(hourlyAllowance([], now, 10n, 11n)).toMatchObject({ allowed: false, allowedFromMs: null });
  });

  it("allows everything without a limit", () => {
    expect(hourlyAllowance([sent(0, 10n ** 20n)], now, null, 10n ** 20n)).toMatchObject({ allowed: true });
  });

  it("names the first moment at which the batch is allowed", () => {
    const broadcast = fc.record({ ago: fc.integer({ min: 0, max: HOUR_MS }), lovelace: fc.bigInt(1n, 5n) });
    fc.assert(
      fc.property(fc.array(broadcast), fc.bigInt(1n, 10n), (given, batch) => {
        const broadcasts = given.map((row) => sent(row.ago, row.lovelace));
        const answer = hourlyAllowance(broadcasts, now, 10n, batch);
        if (answer.allowed) return;
        const from = answer.allowedFromMs ?? Number.NaN;
        expect(hourlyAllowance(broadcasts, from, 10n, batch).allowed).toBe(true);
        expect(hourlyAllowance(broadcasts, from - 1, 10n, batch).allowed).toBe(false);
      }),
    );
  });
});
