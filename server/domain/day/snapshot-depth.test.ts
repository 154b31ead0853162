import { expect, it } from "vitest";
import { networkLabel } from "../cardano/network";
import { findDepthProblem, leastSnapshotDepth } from "./snapshot-depth";

it.each([764_824_073, 1, 2])("a day on the public network %i is read at least 36 blocks deep", (magic) => {
  const network = networkLabel(magic);
  expect(leastSnapshotDepth(network)).toBe(36);
  expect(findDepthProblem({ snapshotDepth: 36 }, network)).toBeNull();
  expect(findDepthProblem({ snapshotDepth: 35 }, network)).toMatch(/snapshotDepth is 35; the least on \w+ is 36/);
});

it.each([42, 123_456_789])("a devnet (%i) may read it at once", (magic) => {
  expect(findDepthProblem({ snapshotDepth: 1 }, networkLabel(magic))).toBeNull();
});
