import { expect, it } from "vitest";
import { parseOperations } from "./operations";
import { findOperationsProblems } from "./operations-problems";

const MINUTE_MS = 60_000;
const settings = { network: "preprod", minWindowMs: 60 * MINUTE_MS, maxWindowMs: 48 * 60 * MINUTE_MS };

function problemsWith(change: Record<string, unknown>, pool: Partial<typeof settings> = {}): string[] {
  const parsed = parseOperations(change);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return findOperationsProblems(parsed.operations, { ...settings, ...pool }).map(({ field }) => field);
}

it("the defaults fit a public network", () => expect(problemsWith({})).toEqual([]));

it("depths under 36 are refused, except on a devnet", () => {
  const shallow = { snapshotDepth: 35, expiryDepth: 35 };
  expect(problemsWith(shallow)).toEqual(["snapshotDepth", "expiryDepth"]);
  expect(problemsWith({ snapshotDepth: 36, expiryDepth: 36 })).toEqual([]);
  expect(problemsWith(shallow, { network: "magic42" })).toEqual([]);
});

it("a lifetime that leaves nobody ten minutes to sign is refused", () => {
  const maxWindowMs = 100 * MINUTE_MS;
  expect(problemsWith({ transactionLifetimeMs: 16 * MINUTE_MS }, { maxWindowMs })).toEqual(["transactionLifetimeMs"]);
  expect(problemsWith({ transactionLifetimeMs: 15 * MINUTE_MS }, { maxWindowMs })).toEqual([]);
});
