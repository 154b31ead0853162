import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { constr, serialiseData } from "./data";
import { decodeDatum, encodeDatum } from "./datum";
import { decodeRedeemer, encodeRedeemer } from "./redeemer";
import { decodeSettings, encodeSettings, hashSettings } from "./settings";
import { ShapeError } from "./shape";
import { poolDatum, poolRedeemer, settings } from "./testing/arbitraries";

describe("what goes to the chain comes back as it was", () => {
  it("the datum", () => {
    fc.assert(
      fc.property(poolDatum, (datum) => {
        expect(decodeDatum(encodeDatum(datum))).toEqual(datum);
      }),
    );
  });

  it("every redeemer", () => {
    fc.assert(
      fc.property(poolRedeemer, (one) => {
        expect(decodeRedeemer(encodeRedeemer(one))).toEqual(one);
      }),
    );
  });

  it("the settings", () => {
    fc.assert(
      fc.property(settings, (one) => {
        expect(decodeSettings(encodeSettings(one))).toEqual(one);
      }),
    );
  });

  it("and different settings have different hashes", () => {
    fc.assert(
      fc.property(settings, (one) => {
        expect(hashSettings({ ...one, threshold: one.threshold + 1 })).not.toBe(hashSettings(one));
      }),
    );
  });
});

describe("what is not a pool's is refused by name", () => {
  it.each([
    [constr(1), /the datum should be constructor 0 with 8 fields/],
    [constr(0, 1n, "", 1n, 1n, "", 1n, 1n, constr(0)), /settings should be a byte string/],
    [constr(0, "", "", "", 1n, "", 1n, 1n, constr(0)), /max_fee should be an integer/],
    [constr(0, "", "", 1n, 1n << 60n, "", 1n, 1n, constr(0)), /nonce is .* out of range/],
    [constr(0, "", "", 1n, 1n, "", 1n, 1n, constr(2)), /Idle or Paying/],
    [constr(0, "", "", 1n, 1n, "", 1n, 1n, constr(0, "", constr(0, 1n), 1n)), /remaining should be/],
    [7n, /the datum should be a constructor/],
  ])("a datum %#", (data, problem) => {
    expect(() => decodeDatum(serialiseData(data))).toThrow(ShapeError);
    expect(() => decodeDatum(serialiseData(data))).toThrow(problem);
  });

  it("a redeemer of a kind not built here", () => {
    expect(() => decodeRedeemer(serialiseData(constr(6)))).toThrow(/constructor 6 is not known/);
    expect(() => decodeRedeemer(serialiseData(constr(9)))).toThrow(/constructor 9 is not known/);
    expect(() => decodeRedeemer(serialiseData(constr(3, 1n)))).toThrow(/Expire should be/);
  });
});
