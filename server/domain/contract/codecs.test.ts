import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { poolDatum, settings } from "@/server/testing/contract/arbitraries";
import { act, poolRedeemer } from "@/server/testing/contract/arbitrary-acts";
import { definitionOf, differences } from "@/server/testing/contract/blueprint";
import { constr, parseData, serialiseData } from "../cardano/plutus-data";
import { ACT_INDEX, decodeAct, encodeAct } from "./act-codec";
import { CHANGE_INDEX } from "./change-codec";
import { decodeDatum, encodeDatum } from "./datum";
import { BURN_REDEEMER, decodeRedeemer, encodeRedeemer, MINT_REDEEMER, REDEEMER_INDEX } from "./redeemer";
import { decodeSettings, encodeSettings, hashSettings } from "./settings";
import { ShapeError } from "./shape";

describe("what goes to the chain comes back as it was", () => {
  it("the datum", () => {
    fc.assert(
      fc.property(poolDatum, (datum) => {
        expect(decodeDatum(encodeDatum(datum))).toEqual(datum);
      }),
    );
  });

  it("every redeemer of the pool", () => {
    fc.assert(
      fc.property(poolRedeemer, (one) => {
        expect(decodeRedeemer(encodeRedeemer(one))).toEqual(one);
      }),
    );
  });

  it("every act of the governor, for which the pool's redeemer says no more than Govern", () => {
    fc.assert(
      fc.property(act, (one) => {
        expect(decodeAct(encodeAct(one))).toEqual(one);
        if (one.kind !== "init") expect(decodeRedeemer(encodeRedeemer(one))).toBeNull();
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

  it("a redeemer or an act of a kind that there is not", () => {
    expect(() => decodeRedeemer(serialiseData(constr(3)))).toThrow(/constructor 3 is not known/);
    expect(() => decodeRedeemer(serialiseData(constr(1, 1n)))).toThrow(/Expire should be/);
    expect(() => decodeRedeemer(serialiseData(constr(2, 1n)))).toThrow(/Govern should be/);
    expect(() => decodeAct(serialiseData(constr(8)))).toThrow(/constructor 8 is not known/);
    expect(() => decodeAct(serialiseData(constr(2, 1n)))).toThrow(/cancel should be/);
  });
});

describe("what goes to the chain has the blueprint's shape", () => {
  it.each([
    ["pool/PoolDatum", poolDatum.map(encodeDatum)],
    ["pool/Settings", settings.map(encodeSettings)],
    ["pool/Redeemer", poolRedeemer.map(encodeRedeemer)],
    ["pool/Act", act.map(encodeAct)],
    ["pool/MintRedeemer", fc.constantFrom(MINT_REDEEMER, BURN_REDEEMER)],
  ])("%s", (name, cbor) => {
    fc.assert(
      fc.property(cbor, (one) => {
        expect(differences(parseData(one), definitionOf(name))).toEqual([]);
      }),
    );
  });

  it("and every kind that the blueprint has is among ours", () => {
    expect(constructorsOf("pool/Redeemer")).toEqual(indices(REDEEMER_INDEX));
    expect(constructorsOf("pool/Act")).toEqual(indices(ACT_INDEX));
    expect(constructorsOf("pool/Change")).toEqual(indices(CHANGE_INDEX));
  });
});

/** Constructor names as the contract spells them, by index. */
function constructorsOf(name: string): Record<number, string> {
  const { anyOf = [] } = definitionOf(name);
  return Object.fromEntries(anyOf.map(({ index, title }) => [index ?? -1, title ?? ""]));
}

function indices(of: Record<string, number>): Record<number, string> {
  const spelled = (kind: string) => kind.slice(0, 1).toUpperCase() + kind.slice(1);
  return Object.fromEntries(Object.entries(of).map(([kind, index]) => [index, spelled(kind)]));
}
