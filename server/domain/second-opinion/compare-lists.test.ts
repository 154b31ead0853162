import { expect, it } from "vitest";
import { compareLists } from "./compare-lists";

const at = (hash: string, height: number) => ({ hash, height });

it("compares both ways, by hash and height, and only what was asked for", () => {
  const ours = [at("a", 2), at("b", 3), at("c", 4)];
  const theirs = [at("a", 2), at("b", 4), at("d", 3), at("e", 9), at("f", 1)];
  expect(compareLists(ours, theirs, { from: 2, to: 5 })).toEqual({
    both: [at("a", 2)],
    oursOnly: [
      { held: at("b", 3), theirs: 4 },
      { held: at("c", 4), theirs: null },
    ],
    theirsOnly: [at("d", 3)],
  });
});

it("an empty list agrees with an empty one alone", () => {
  expect(compareLists([], [], { from: 0, to: 9 })).toEqual({ both: [], oursOnly: [], theirsOnly: [] });
  expect(compareLists([at("a", 1)], [], { from: 0, to: 9 }).oursOnly).toHaveLength(1);
});
