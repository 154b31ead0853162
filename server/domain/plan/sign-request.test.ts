import { describe, expect, it } from "vitest";
import { hashOf } from "@/server/testing/domain/fixtures";
import { SAMPLE_BINDING, sampleReport } from "@/server/testing/domain/sample-plan";
import { bindPlan, readSignRequest } from "./sign-request";

const { text: report, hash } = sampleReport();

function sound() {
  const bound = bindPlan(report, SAMPLE_BINDING);
  if (!bound.ok) throw new Error(bound.problems.join("; "));
  return bound.plan;
}

describe("bindPlan", () => {
  it("computes recipients, batches, digest and texts from the report alone", () => {
    const plan = sound();
    expect(plan.reportHash).toBe(hash);
    expect(plan.batches.map(({ payouts }) => payouts.length)).toEqual([2, 1]);
    expect(plan.batches[0]?.next).toBe(plan.batches[1]?.commitment);
    expect(plan.batches[1]?.next).toBe("");
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

  it("refuses a report that pays the pool's own script, or a key that is never paid", () => {
    const pool = { ...SAMPLE_BINDING, policyId: hashOf(1) };
    const forged = report.replaceAll(SAMPLE_BINDING.policyId, pool.policyId);
    const bound = bindPlan(forged, pool);
    expect(bound.ok ? "" : bound.problems.join("; ")).toContain("is the system's own, and is paid");
    expect(bindPlan(report, SAMPLE_BINDING, [hashOf(4)])).toMatchObject({ ok: false });
  });

  it("refuses a report of another pool", () => {
    const other = bindPlan(report, { ...SAMPLE_BINDING, policyId: "ab".repeat(28) });
    expect(other).toMatchObject({ ok: false, problems: [expect.stringContaining("the report is for pool")] });
  });

  it("refuses a report whose commitments do not match its recipients", () => {
    const forged = report.replace(sound().batches[1]?.commitment ?? "", "cd".repeat(32));
    const bound = bindPlan(forged, SAMPLE_BINDING);
    expect(bound.ok ? [] : bound.problems.join("; ")).toContain("does not have the commitment");
  });

  it("refuses a report in which one lovelace was moved", () => {
    const forged = report.replace('"payoutLovelace":"10000000"', '"payoutLovelace":"10000001"');
    expect(forged).not.toBe(report);
    expect(bindPlan(forged, SAMPLE_BINDING).ok).toBe(false);
  });
});

describe("readSignRequest", () => {
  it("accepts only the text that the report gives, for the requested act", () => {
    const { texts } = sound();
    const request = { report, binding: SAMPLE_BINDING } as const;
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
