import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plutusData } from "@/server/testing/contract/arbitraries";
import { constr, type PlutusData, parseData, serialiseData } from "./plutus-data";

describe("serialiseData", () => {
  // Known answers: plutus-core's own encoding rules, each with a border on both sides.
  it.each([
    [0n, "00"],
    [23n, "17"],
    [24n, "1818"],
    [256n, "190100"],
    [65_536n, "1a00010000"],
    [4_294_967_296n, "1b0000000100000000"],
    [(1n << 64n) - 1n, "1bffffffffffffffff"],
    [1n << 64n, "c249010000000000000000"],
    [-1n, "20"],
    [-(1n << 64n), "3bffffffffffffffff"],
    [-(1n << 64n) - 1n, "c349010000000000000000"],
    ["", "40"],
    ["ab", "41ab"],
    [[], "80"],
    [[1n], "9f01ff"],
    [{ pairs: [] }, "a0"],
    [{ pairs: [["", 1n]] }, "a14001"],
    [constr(0), "d87980"],
    [constr(6, 1n), "d87f9f01ff"],
    [constr(7), "d9050080"],
    [constr(127), "d9057880"],
    [constr(128), "d86682188080"],
  ])("writes number %# as the ledger does", (data, expected) => {
    expect(serialiseData(data as PlutusData)).toBe(expected);
  });

  it("cuts byte strings over 64 bytes into chunks", () => {
    expect(serialiseData("aa".repeat(64))).toBe(`5840${"aa".repeat(64)}`);
    expect(serialiseData("aa".repeat(65))).toBe(`5f5840${"aa".repeat(64)}41aaff`);
  });

  it("refuses what is not lower-case hexadecimal", () => {
    expect(() => serialiseData("AB")).toThrow(/hexadecimal/);
    expect(() => serialiseData("abc")).toThrow(/hexadecimal/);
  });

  it("is read back as it was", () => {
    fc.assert(
      fc.property(plutusData, (data) => {
        expect(parseData(serialiseData(data))).toEqual(data);
      }),
    );
  });
});

describe("parseData", () => {
  it("reads definite lists and fields as well", () => {
    expect(parseData("d8798201820203")).toEqual(constr(0, 1n, [2n, 3n]));
  });

  it.each([
    ["", /ends too early/],
    ["0000", /after the end/],
    ["9f01", /ends too early/],
    ["f4", /simple/],
    ["d81800", /tag 24/],
    ["5f01ff", /wrong chunk/],
    ["1c", /no such length/],
    ["9bffffffffffffffff", /length/],
    ["81".repeat(200), /nested/],
  ])("refuses %s", (cbor, problem) => {
    expect(() => parseData(cbor)).toThrow(problem);
  });
});
