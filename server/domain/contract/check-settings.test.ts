import { describe, expect, it } from "vitest";
import { APPROVERS, ORACLE, SETTINGS, TERMS } from "@/server/testing/contract/pool-terms";
import { checkSettings, checkTerms } from "./check-settings";
import type { Settings } from "./types";

const POLICY = "aa".repeat(28);
const [ANN, BEN] = SETTINGS.approvers;
const asset = (change: object) => ({
  prizeAsset: { policyId: "ab".repeat(28), assetName: "", label: "SNEK", ...change },
});

describe("settings", () => {
  it("that are sound have no problems", () => {
    expect(checkTerms(TERMS, POLICY)).toEqual([]);
    expect(checkSettings({ ...SETTINGS, prizeAsset: null, network: "x-1z141z3", minGapMs: 30_000 })).toEqual([]);
  });

  // The contract's own tests (contracts/lib/settings.test.ak) refuse the same.
  it.each<[Partial<Settings>, RegExp]>([
    [{ oracle: "00" }, /oracle: .*32 bytes/],
    [{ oracle: ANN }, /oracle: must not be an approver/],
    [{ approvers: [] }, /at least 1/],
    [{ approvers: [...SETTINGS.approvers].reverse() }, /sorted/],
    [{ approvers: [ANN ?? "", ANN ?? ""] }, /without duplicates/],
    [{ approvers: [ANN ?? "", BEN ?? "", "ff"] }, /number 3/],
    [{ approvers: Array.from({ length: 17 }, (_, i) => (i + 16).toString(16).repeat(32)) }, /17 are more than 16/],
    [{ threshold: 0 }, /threshold: 0 should be between 1 and 4/],
    [{ threshold: 5 }, /threshold/],
    [{ threshold: 1.5 }, /threshold/],
    [{ intervalMs: 0, minGapMs: 0 }, /interval/],
    [{ intervalMs: 0.5 }, /whole milliseconds/],
    [{ minGapMs: 30_001 }, /min_gap/],
    [{ minGapMs: -1 }, /min_gap/],
    [{ minWindowMs: -1 }, /min_window/],
    [{ maxWindowMs: 3_629_999 }, /max_window_ms: 3629999 should be at least/],
    [{ dailyLimit: { lovelace: 0n, tokens: 1n } }, /daily_limit/],
    [{ dailyLimit: { lovelace: 1n, tokens: -1n } }, /daily_limit/],
    [{ reserveLovelace: 4_999_999n }, /5 ADA/],
    [{ minDeposit: { lovelace: 1n, tokens: 0n } }, /min_deposit/],
    [{ network: "main net" }, /network/],
    [{ network: "" }, /network/],
    [{ network: "magic12345" }, /network/],
    [{ treasury: { kind: "key", hash: "00" } }, /treasury/],
    [asset({ label: "SNEK to" }), /asset_label/],
    [asset({ label: "" }), /asset_label/],
    [asset({ label: "Lovelace" }), /own currency/],
    [asset({ label: "000" }), /part of the amount/],
    [asset({ policyId: "ab" }), /policy id/],
    [asset({ assetName: "ab".repeat(33) }), /32 bytes/],
  ])("with %o are refused", (change, problem) => {
    const problems = checkSettings({ ...SETTINGS, ...change });
    expect(problems.join("\n")).toMatch(problem);
  });
});

describe("the terms of a pool", () => {
  it.each([
    [{ ...TERMS, operator: "00" }, /28 bytes/],
    [{ ...TERMS, operator: ORACLE.hash }, /must not be the oracle's/],
    [{ ...TERMS, operator: APPROVERS[3]?.hash ?? "" }, /or an approver's/],
    [{ ...TERMS, maxFeeLovelace: 1_999_999n }, /2 to 10 ADA/],
    [{ ...TERMS, maxFeeLovelace: 10_000_001n }, /2 to 10 ADA/],
    [{ ...TERMS, settings: { ...SETTINGS, treasury: { kind: "script", hash: POLICY } as const } }, /pool itself/],
    [{ ...TERMS, settings: { ...SETTINGS, ...asset({ policyId: POLICY }) } }, /own policy/],
  ])("number %# are refused", (terms, problem) => {
    expect(checkTerms(terms, POLICY).join("\n")).toMatch(problem);
  });
});
