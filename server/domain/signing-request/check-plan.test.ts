import { describe, expect, it } from "vitest";
import { forgeReport } from "@/server/testing/domain/forged-report";
import { plannedRequest } from "@/server/testing/domain/planned-request";
import { sampleReport } from "@/server/testing/domain/sample-plan";
import { networkLabel } from "../cardano/network";
import { bindResume } from "../plan/sign-request";
import { readManifest } from "../report/manifest";
import { readWholeReport, textsOf } from "../report/read-report";
import { checkPlan } from "./check-plan";
import type { PlanRequest } from "./request";

const report = sampleReport();
const { request, binding } = plannedRequest(report);

async function problemsOf(changed: PlanRequest, texts = report.texts, signer?: string): Promise<string> {
  const checked = await checkPlan(changed, texts, signer);
  return checked.ok ? "" : checked.problems.join("; ");
}

describe("a plan to sign", () => {
  it("is computed again from the report, with whom it pays, the largest first", async () => {
    const checked = await checkPlan(request, report.texts);
    if (!checked.ok) throw new Error(checked.problems.join("; "));
    const { payments, total, batches, day, digest } = checked.plan;
    expect({ total, batches, day }).toEqual({ total: { lovelace: 90_000_000n, tokens: 0n }, batches: 2, day: 20_000 });
    expect(request.text).toContain(digest);
    expect(payments.map(({ lovelace }) => lovelace)).toEqual([50_000_000n, 30_000_000n, 10_000_000n]);
    expect(payments.map(({ batch }) => batch).sort()).toEqual([1, 1, 2]);
    const lines = (await readWholeReport(report.texts)).lines;
    for (const { address, lovelace } of payments) {
      expect(lines.find((line) => line.address === address)?.payoutLovelace).toBe(lovelace);
    }
  });

  it("may be what a plan left: only the batches from there on are paid", async () => {
    const left = report.manifest.batches[1]?.commitment ?? "";
    const resuming = { ...binding, previousPlan: "11".repeat(32), previousLeft: left };
    const bound = bindResume(report.manifest, resuming);
    const text = bound.ok ? bound.resume.texts.approve : "";
    const checked = await checkPlan({ ...request, what: "resume", binding: resuming, text }, report.texts);
    const { payments = [], batches } = checked.ok ? checked.plan : {};
    expect(batches).toBe(1);
    expect(payments.map(({ batch }) => batch)).toEqual([1]);
    expect(await problemsOf({ ...request, what: "resume" })).toMatch(/no batch of the report has the commitment/);
  });
});

describe("a plan is not signed", () => {
  it.each<[string, Partial<PlanRequest>, RegExp]>([
    ["another amount", { text: request.text.replace("pay 90000000", "pay 10000000") }, /but the report gives/],
    ["another deadline", { text: request.text.replace("before 1", "before 2") }, /but the report gives/],
    ["another action", { text: request.text.replace("approve", "propose") }, /but the report gives/],
    ["another digest", { text: request.text.replace(/[0-9a-f]{64}$/, "11".repeat(32)) }, /but the report gives/],
    [
      "another network",
      { binding: { ...binding, network: "mainnet" } },
      /the report is of .*, and the request is for m/,
    ],
    ["another pool", { binding: { ...binding, policyId: "ab".repeat(28) } }, /the report is for pool/],
    ["another nonce", { binding: { ...binding, nonce: 5 } }, /but the report gives/],
    ["another plan before", { binding: { ...binding, previousPlan: "22".repeat(32) } }, /but the report gives/],
    [
      "another asset",
      { binding: { ...binding, prizeAsset: { policyId: "ab".repeat(28), assetName: "", label: "X" } } },
      /but the report gives/,
    ],
    ["another report", { reportHash: "33".repeat(32) }, /and the request is about 3333/],
  ])("with %s", async (_what, change, words) => {
    expect(await problemsOf({ ...request, ...change })).toMatch(words);
  });

  it("to whoever signs it", async () => {
    const [first] = (await readWholeReport(report.texts)).lines;
    const signer = first?.identity.slice("key:".length);
    expect(await problemsOf(request, report.texts, signer)).toMatch(/is the system's own, and is to be paid/);
  });

  it("with a line missing, a part missing or a part more", async () => {
    const whole = await readWholeReport(report.texts);
    const texts = report.parts.map(({ text }) => text);
    expect(await problemsOf(request, textsOf(report.text, texts.slice(1)))).toMatch(/is not the one|is missing/);
    expect(await problemsOf(request, textsOf(report.text, []))).toMatch(/part 1 of the lines is missing/);
    expect(await problemsOf(request, textsOf(report.text, [...texts, "[]"]))).toMatch(/a part more/);
    const forged = forgeReport({ ...whole, lines: whole.lines.slice(1) });
    expect(await problemsOf(request, forged)).toMatch(/and the request is about/);
    // Even where whoever asks names the forged report.
    const read = readManifest(forged.manifest);
    const named = { ...request, reportHash: read.ok ? read.hash : "" };
    expect(await problemsOf(named, forged)).toMatch(/but the report gives/);
    const { request: bound } = plannedRequest({ ...report, text: forged.manifest });
    expect(await problemsOf(bound, forged)).toMatch(/added up/);
  });

  it("with a line that pays somebody else, although the manifest names its part", async () => {
    const whole = await readWholeReport(report.texts);
    const [first, second, ...rest] = whole.lines;
    if (!first || !second) throw new Error("the sample has three lines");
    const swapped = [
      { ...first, payoutLovelace: second.payoutLovelace, earnedLovelace: second.earnedLovelace },
      { ...second, payoutLovelace: first.payoutLovelace, earnedLovelace: first.earnedLovelace },
      ...rest,
    ];
    const forged = forgeReport({ ...whole, lines: swapped });
    const { request: bound } = plannedRequest({ ...report, text: forged.manifest });
    expect(await problemsOf(bound, forged)).toMatch(/commitment that its recipients give|root of the lines/);
  });

  it("with a manifest that is none, or changed", async () => {
    expect(await problemsOf(request, textsOf("hello", []))).toMatch(/not JSON/);
    const spaced = textsOf(
      `${report.text} `,
      report.parts.map(({ text }) => text),
    );
    expect(await problemsOf(request, spaced)).not.toBe("");
  });

  it("for a network of another name than the report's", () => {
    expect(binding.network).toBe(networkLabel(report.manifest.network.magic));
  });
});
