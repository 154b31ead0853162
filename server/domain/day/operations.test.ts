import { describe, expect, it } from "vitest";
import { parseOperations } from "./operations";

describe("parseOperations", () => {
  it("takes the defaults for what is missing", () => {
    const parsed = parseOperations({});
    expect(parsed.ok && parsed.operations).toMatchObject({
      snapshotDepth: 360,
      mostInFlight: 5,
      singleSourceAcceptedBy: null,
    });
  });

  it.each([
    ["an unknown field", { surprise: 1 }, /unknown fields: surprise/],
    ["a depth of nothing", { snapshotDepth: 0 }, /snapshotDepth.*from 1/],
    ["more in flight than the protocol allows", { mostInFlight: 6 }, /mostInFlight.*from 1 to 5/],
    ["a lifetime near the contract's hour", { transactionLifetimeMs: 3_000_000 }, /transactionLifetimeMs/],
    ["one person for two", { singleSourceAcceptedBy: ["ada"] }, /singleSourceAcceptedBy/],
    ["an approval due after the deadline", { approvalDueMs: 10, previewMs: 1, deadlineMs: 5 }, /approvalDueMs/],
  ])("refuses %s with a readable message", (_what, document, words) => {
    const parsed = parseOperations(document);
    expect(parsed.ok ? "" : parsed.problems.map(({ field, problem }) => `${field} ${problem}`).join("; ")).toMatch(
      words,
    );
  });
});
