import { describe, expect, it } from "vitest";
import { baseAddress } from "@/server/testing/contract/keys";
import { testRulesDocument } from "@/server/testing/domain/fixtures";
import { readDocuments } from "./check-documents";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const rules = { ...testRulesDocument(), gameAddress: baseAddress(1) };
const documents = { rules, operations: {}, minWindowMs: HOUR_MS, maxWindowMs: 48 * HOUR_MS };

describe("the documents of a deployment", () => {
  it("give the rules", () => {
    expect(readDocuments(documents).rules.gameAddress).toBe(baseAddress(1));
  });

  it.each<[string, object, RegExp]>([
    ["wrong rules", { rules: { ...rules, version: 0 } }, /rules\.version /],
    ["wrong operations", { operations: { confirmDepth: 0 } }, /operations\.confirmDepth /],
    [
      "a window in which nobody could sign",
      { maxWindowMs: 2 * HOUR_MS },
      /maxWindowMs is 7200000, which leaves 0 ms to sign a plan; it should be at least 7800000/,
    ],
  ])("with %s are refused", (_name, change, words) => {
    expect(() => readDocuments({ ...documents, ...change })).toThrow(words);
  });

  it("accept a short window if ten minutes are left to sign", () => {
    const maxWindowMs = 2 * HOUR_MS + 10 * MINUTE_MS;
    expect(() => readDocuments({ ...documents, maxWindowMs })).not.toThrow();
    expect(() => readDocuments({ ...documents, maxWindowMs: maxWindowMs - 1 })).toThrow(/leaves 599999 ms/);
    const quick = { transactionLifetimeMs: 25 * MINUTE_MS };
    expect(() => readDocuments({ ...documents, operations: quick, maxWindowMs: 2 * HOUR_MS })).not.toThrow();
  });
});
