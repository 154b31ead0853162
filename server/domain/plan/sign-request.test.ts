import { describe, expect, it } from "vitest";
import { SAMPLE_BINDING, sampleReport } from "@/server/testing/domain/sample-plan";
import { factsOfReport } from "../report/facts";
import { bindPlan, readSignRequest } from "./sign-request";

const { manifest, hash, texts: reportTexts } = sampleReport();
const report = { ...factsOfReport(manifest), hash };

function sound() {
  const bound = bindPlan(report, SAMPLE_BINDING);
  if (!bound.ok) throw new Error(bound.problems.join("; "));
  return bound.plan;
}

describe("bindPlan", () => {
  it("makes digest and texts from the report alone", () => {
    const plan = sound();
    expect(plan).toMatchObject({ reportHash: hash, firstCommitment: manifest.commitment, batches: 2, outputs: 3 });
    expect(plan.total).toEqual({ lovelace: 90_000_000n, tokens: 0n });
    expect(plan.texts.approve).toBe(
      `Daily Prize Oracle devnet approve day ${plan.day} pay 90000000 lovelace to 3 outputs before 1795464000000 plan ${plan.plan}`,
    );
    expect(plan.texts.propose).toBe(plan.texts.approve.replace(" approve ", " propose "));
  });

  it.each([
    ["network", { network: "preprod" }],
    ["nonce", { nonce: 1 }],
    ["plan before", { previousPlan: "11".repeat(32) }],
    ["what that left", { previousLeft: "22".repeat(32) }],
  ])("gives another digest for another %s", (_what, change) => {
    const other = bindPlan(report, { ...SAMPLE_BINDING, ...change });
    expect(other.ok && other.plan.plan).not.toBe(sound().plan);
  });

  it("keeps the digest and changes the text for another deadline", () => {
    const later = bindPlan(report, { ...SAMPLE_BINDING, deadlineMs: SAMPLE_BINDING.deadlineMs + 1 });
    expect(later.ok && later.plan.plan).toBe(sound().plan);
    expect(later.ok && later.plan.texts.approve).not.toBe(sound().texts.approve);
  });

  it("refuses a plan that could be committed, but not resumed if left unpaid", () => {
    const spare = 198 - sound().texts.propose.length;
    const named = (extra: number) =>
      bindPlan(report, { ...SAMPLE_BINDING, network: "n".repeat("devnet".length + extra) });
    expect(named(spare - " resume".length).ok).toBe(true);
    const tight = named(spare - " resume".length + 1);
    expect(tight.ok ? "" : tight.problems.join()).toMatch(/199 bytes, and a Ledger shows at most 198/);
  });

  it("refuses a report of another pool", () => {
    const other = bindPlan(report, { ...SAMPLE_BINDING, policyId: "ab".repeat(28) });
    expect(other).toMatchObject({ ok: false, problems: [expect.stringContaining("the report is for pool")] });
  });

  it("refuses a report that pays nobody", () => {
    expect(bindPlan({ ...report, commitment: null }, SAMPLE_BINDING)).toMatchObject({
      problems: ["the report pays nobody: there is nothing to sign"],
    });
  });
});

describe("readSignRequest", () => {
  it("accepts only the text that the report gives, for the requested act", () => {
    const { texts } = sound();
    const request = { what: "plan", report: reportTexts, binding: SAMPLE_BINDING } as const;
    expect(readSignRequest({ ...request, act: "approve", text: texts.approve }).ok).toBe(true);
    expect(readSignRequest({ ...request, act: "propose", text: texts.approve }).ok).toBe(false);
    const more = readSignRequest({
      ...request,
      act: "approve",
      text: texts.approve.replace("90000000", "90000001"),
    });
    expect(more.ok ? "" : more.problems[0]).toContain("but the report gives");
  });
});
