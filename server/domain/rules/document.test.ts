import { describe, expect, it } from "vitest";
import { changesBetween, type Document, valueAt, withValue } from "./document";

const document: Document = {
  pot: { kind: "fixed", lovelace: "5" },
  cap: null,
  list: ["a", "b"],
  deep: { er: { x: 1 } },
};

describe("the difference between two documents", () => {
  const fields = ["pot", "cap", "list", "deep.er.x"];
  it("is empty between equal ones, whatever their order and the form of their amounts", () => {
    const same: Document = {
      deep: { er: { x: 1 } },
      list: ["a", "b"],
      cap: null,
      pot: { lovelace: 5n, kind: "fixed" },
    };
    expect(changesBetween(document, same, fields)).toEqual([]);
  });

  it("names each field with both values", () => {
    const after = withValue(withValue(document, "deep.er.x", 2), "cap", "7");
    expect(changesBetween(document, after, fields)).toEqual([
      { field: "cap", before: null, after: "7" },
      { field: "deep.er.x", before: 1, after: 2 },
    ]);
  });

  it("a value that was set is there, and nothing else changed", () => {
    const after = withValue(document, "new.path", "here");
    expect(valueAt(after, "new.path")).toBe("here");
    expect(changesBetween(document, after, fields)).toEqual([]);
    expect(valueAt(document, "pot.kind.of")).toBeNull();
  });
});
