import { describe, expect, it } from "vitest";
import { applyPatch, FaultRule, Faults } from "./faults";
import { toJson } from "./json";

describe("Faults", () => {
  it("uses the first rule that fits, as often as it says", () => {
    const faults = new Faults();
    faults.set([
      { path: "^/txs/", method: "GET", times: 1, kind: "drop" },
      { path: "^/txs/", kind: "timeout" },
    ]);
    expect(faults.take("POST", "/txs/1")?.kind).toBe("timeout");
    expect(faults.take("GET", "/txs/1")?.kind).toBe("drop");
    expect(faults.take("GET", "/txs/1")?.kind).toBe("timeout");
    expect(faults.take("GET", "/blocks/latest")).toBeNull();
    expect(faults.pending).toHaveLength(1);
    faults.clear();
    expect(faults.take("GET", "/txs/1")).toBeNull();
  });

  it("accepts only known kinds", () => {
    expect(FaultRule.safeParse({ path: "", kind: "explode" }).success).toBe(false);
    expect(FaultRule.safeParse({ path: "", kind: "stale" }).success).toBe(false);
  });
});

describe("applyPatch", () => {
  const answer = { amount: [{ unit: "lovelace", quantity: "1" }], "a/b": 1 };

  it("adds, replaces and removes on a copy", () => {
    const lie = applyPatch(answer, [
      { op: "replace", path: "/amount/0/quantity", value: "2" },
      { op: "add", path: "/amount/-", value: { unit: "x", quantity: "3" } },
      { op: "remove", path: "/a~1b" },
    ]);
    expect(lie).toEqual({
      amount: [
        { unit: "lovelace", quantity: "2" },
        { unit: "x", quantity: "3" },
      ],
    });
    expect(answer["a/b"]).toBe(1);
    expect(applyPatch(answer, [{ op: "replace", path: "", value: null }])).toBeNull();
    expect(() => applyPatch(answer, [{ op: "remove", path: "/no/such" }])).toThrow("nothing is at /no/such");
  });
});

describe("toJson", () => {
  it("prints big integers with all their digits and leaves text alone", () => {
    expect(toJson({ int: 2n ** 70n, text: '\\u0000int:1"', list: [-1n] })).toBe(
      `{"int":1180591620717411303424,"text":${JSON.stringify('\\u0000int:1"')},"list":[-1]}`,
    );
  });
});
