import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { keyHashOf } from "@/server/domain/cardano/key-hash";
import { verifyEnvelope } from "@/server/domain/contract/approval";
import type { PlanSignRequest, ReportTexts } from "@/server/domain/ports";
import { readManifest } from "@/server/domain/report/manifest";
import { readWholeReport, textsOf } from "@/server/domain/report/read-report";
import { forgeReport } from "@/server/testing/domain/forged-report";
import { SAMPLE_BINDING, sampleReport } from "@/server/testing/domain/sample-plan";
import type { CollectedReport } from "@/server/testing/domain/written-report";
import { requestFor, sampleRequest } from "@/server/testing/signing/sample-request";
import { keyFromSecret, signWith } from "./key-file";
import { openSignedPlans } from "./record-file";
import { type SignerPolicy, signPlan } from "./sign-plan";

const KEY = keyFromSecret("07".repeat(32));
const POLICY: SignerPolicy = {
  act: "approve",
  network: "devnet",
  policyId: SAMPLE_BINDING.policyId,
  dailyLimitLovelace: 100_000_000n,
  nowMs: () => SAMPLE_BINDING.deadlineMs,
};

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "prize-signer-"));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const memory = () => openSignedPlans(path.join(directory, "signed.json"));

async function refusal(asked: PlanSignRequest, policy: SignerPolicy = POLICY): Promise<string> {
  const result = await signPlan(signWith(KEY), policy, memory(), asked);
  return result.ok ? "signed" : result.problems.join("; ");
}

describe("signPlan", () => {
  it("signs the text of a plan after computing it again, and signs the same plan again", async () => {
    const asked = sampleRequest();
    for (let time = 0; time < 2; time++) {
      const result = await signPlan(signWith(KEY), POLICY, memory(), asked);
      const signature = result.ok ? result.signature : "";
      expect(verifyEnvelope(KEY.publicKey, { kind: "raw", signature }, asked.text)).toBe(true);
    }
  });

  it("refuses what it may not sign, with the reasons", async () => {
    const asked = sampleRequest();
    expect(await refusal(asked, { ...POLICY, act: "propose" })).toMatch(/does propose plans, not approve/);
    expect(await refusal(asked, { ...POLICY, network: "mainnet" })).toMatch(/this signer for mainnet/);
    expect(await refusal(asked, { ...POLICY, policyId: "ab".repeat(28) })).toMatch(/this signer for abab/);
    expect(await refusal(asked, { ...POLICY, dailyLimitLovelace: 89_999_999n })).toMatch(
      /more than this signer's limit/,
    );
    expect(await refusal({ ...asked, text: asked.text.replace("90000000", "10000000") })).toMatch(
      /but the report gives/,
    );
  });

  it("never signs a payment to its own key, whatever the report reserves", async () => {
    const asked = requestFor(sampleReport(undefined, keyHashOf(KEY.publicKey)));
    expect(await refusal(asked)).toMatch(/is the system's own, and is to be paid/);
    const other = await signPlan(signWith(keyFromSecret("08".repeat(32))), POLICY, memory(), asked);
    expect(other.ok).toBe(true);
  });

  it.each<[string, (parts: string[], other: string[]) => string[], RegExp]>([
    ["a part that is missing", () => [], /part 1 of the lines is missing/],
    ["a part of another day", (_, other) => other, /part 1 of the lines is not the one that the manifest names/],
    ["a part too many", (parts) => [...parts, ...parts], /a part more than the 1 that the manifest names/],
    [
      "an amount that was changed",
      (parts) => parts.map((text) => text.replace('"payoutLovelace":"10000000"', '"payoutLovelace":"10000001"')),
      /part 1 of the lines is not the one/,
    ],
  ])("never signs for %s", async (_, change, problem) => {
    const written = sampleReport();
    const textsIn = (report: CollectedReport) => report.parts.map(({ text }) => text);
    const parts = change(textsIn(written), textsIn(sampleReport(80_000_000n)));
    expect(await refusal({ ...requestFor(written), report: textsOf(written.text, parts) })).toMatch(problem);
    // It was not claimed.
    expect(await refusal(sampleRequest(70_000_000n))).toBe("signed");
  });

  it("never signs for a manifest with another byte, nor for a report whose lines do not bear out its manifest", async () => {
    const written = sampleReport();
    const other = written.text.replace('"dayIndex":20', '"dayIndex":21');
    expect(other).not.toBe(written.text);
    expect(await refusal({ ...requestFor(written), report: { ...written.texts, manifest: other } })).toMatch(
      /but the report gives/,
    );
    const whole = await readWholeReport(written.texts);
    const [first, second, ...others] = whole.lines;
    if (!first || !second) throw new Error("the sample has too few lines");
    const swapped = [{ ...second, address: first.address }, { ...first, address: second.address }, ...others];
    const forged = forgeReport({ ...whole, lines: swapped });
    const read = readManifest(forged.manifest);
    if (!read.ok) throw new Error(read.problems.join("; "));
    const asked = requestFor({ ...written, manifest: read.manifest, hash: read.hash, texts: forged });
    expect(await refusal(asked)).toMatch(/batch 1 does not have the commitment.*root of the lines/);
  });

  it.each<[string, PlanSignRequest, SignerPolicy, boolean]>([
    ["another text than the report gives", { ...sampleRequest(), text: "another" }, POLICY, true],
    ["a part that is missing", { ...sampleRequest(), report: textsOf(sampleReport().text, []) }, POLICY, true],
    ["a limit of its own", sampleRequest(), { ...POLICY, dailyLimitLovelace: 1n }, false],
  ])("tells a difference from other reasons: %s", async (_, asked, policy, isDifference) => {
    const result = await signPlan(signWith(KEY), policy, memory(), asked);
    expect(!result.ok && (result.isDifference ?? false)).toBe(isDifference);
    expect(result.ok).toBe(false);
  });

  it("reads no part of a report that it does not sign for anyway", async () => {
    const written = sampleReport();
    let taken = 0;
    const report: ReportTexts = {
      ...written.texts,
      parts: async function* () {
        taken++;
        yield* written.texts.parts();
      },
    };
    const asked = { ...requestFor(written), report };
    expect(await refusal(asked, { ...POLICY, dailyLimitLovelace: 1n })).toMatch(/more than this signer's limit/);
    expect(await refusal({ ...asked, text: "pay me" })).toMatch(/but the report gives/);
    expect(taken).toBe(0);
    expect(await refusal(asked)).toBe("signed");
    expect(taken).toBe(1);
  });

  it("never signs another plan for the same state of the pool, even after a restart", async () => {
    expect(await refusal(sampleRequest())).toBe("signed");
    expect(await refusal(sampleRequest(80_000_000n))).toMatch(/is already signed for this state of the pool/);
    const roomy = { ...POLICY, dailyLimitLovelace: 170_000_000n };
    expect(await refusal(sampleRequest(80_000_000n, { nonce: 1 }), roomy)).toBe("signed");
  });

  it("signs one of two plans that are asked for at once", async () => {
    const signed = memory();
    const results = await Promise.all(
      [sampleRequest(), sampleRequest(80_000_000n)].map((asked) => signPlan(signWith(KEY), POLICY, signed, asked)),
    );
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
  });
});
