import { expect, it } from "vitest";
import { networkLabel } from "../cardano/network";
import { findDepthProblems, leastSnapshotDepth } from "./snapshot-depth";

it.each([764_824_073, 1, 2])("a day on the public network %i is read at least 36 blocks deep", (magic) => {
  const network = networkLabel(magic);
  expect(leastSnapshotDepth(network)).toBe(36);
  expect(findDepthProblems({ snapshotDepth: 36, expiryDepth: 36 }, network)).toEqual([]);
  expect(findDepthProblems({ snapshotDepth: 35, expiryDepth: 36 }, network)).toEqual([
    { field: "snapshotDepth", problem: expect.stringMatching(/^is 35; the least on \w+ is 36/) },
  ]);
});

it.each([42, 123_456_789])("a devnet (%i) may read it at once", (magic) => {
  expect(findDepthProblems({ snapshotDepth: 1, expiryDepth: 1 }, networkLabel(magic))).toEqual([]);
});
