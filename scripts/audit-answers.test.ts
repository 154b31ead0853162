import { describe, expect, it } from "vitest";
import { readAudit, readSignatures } from "./audit-answers.mjs";

describe("npm's audit", () => {
  it("is clean where npm knows of nothing", () => {
    expect(readAudit('{"auditReportVersion":2,"vulnerabilities":{}}')).toEqual({ problem: null, lines: [] });
  });

  it("names each package with what is known of it", () => {
    const via = [{ title: "Reads beyond its end" }, "other"];
    const text = JSON.stringify({ vulnerabilities: { thing: { severity: "high", via, fixAvailable: true } } });
    expect(readAudit(text).lines).toEqual([
      "high: thing: Reads beyond its end; by other. There is a version without it.",
    ]);
  });

  it("is no clean answer where the registry has no such endpoint, or nothing answers", () => {
    const refused = '{"message":"405 Method Not Allowed","statusCode":405,"error":{"summary":""}}';
    for (const text of [refused, "", "null", "<html>"]) {
      expect(readAudit(text)).toMatchObject({ problem: expect.stringContaining("no audit endpoint"), lines: [] });
    }
  });
});

describe("npm's check of signatures", () => {
  it("names what is not signed, and what is signed wrongly", () => {
    const row = { name: "thing", version: "1.0.0" };
    expect(readSignatures('{"invalid":[],"missing":[]}')).toEqual({ problem: null, lines: [] });
    expect(readSignatures(JSON.stringify({ invalid: [row], missing: [row] })).lines).toEqual([
      "wrong signature: thing@1.0.0",
      "no signature: thing@1.0.0",
    ]);
  });

  it("says that nothing was checked where the keys are away", () => {
    expect(readSignatures('{"error":{"code":"ENOTFOUND"}}').problem).toMatch(/no signature was checked/);
  });
});
