import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { keyHashOf } from "@/server/domain/cardano/key-hash";
import { verifyEnvelope } from "@/server/domain/contract/approval";
import { bindPlan } from "@/server/domain/plan/sign-request";
import type { PlanSignRequest } from "@/server/domain/ports";
import { SAMPLE_BINDING, sampleReport } from "@/server/testing/domain/sample-plan";
import { keyFromSecret } from "./key-file";
import { type SignerPolicy, signPlan } from "./sign-plan";
import { openSignedPlans } from "./signed-plans";

const KEY = keyFromSecret("07".repeat(32));
const POLICY: SignerPolicy = {
  act: "approve",
  network: "devnet",
  policyId: SAMPLE_BINDING.policyId,
  dailyLimitLovelace: 100_000_000n,
};

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "prize-signer-"));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const memory = () => openSignedPlans(path.join(directory, "signed.json"));

function request(potLovelace?: bigint, change: Partial<PlanSignRequest["binding"]> = {}): PlanSignRequest {
  const report = sampleReport(potLovelace).text;
  const binding = { ...SAMPLE_BINDING, ...change };
  const bound = bindPlan(report, binding);
  if (!bound.ok) throw new Error(bound.problems.join("; "));
  return { act: "approve", text: bound.plan.texts.approve, report, binding };
}

async function refusal(asked: PlanSignRequest, policy: SignerPolicy = POLICY): Promise<string> {
  const result = await signPlan(KEY, policy, memory(), asked);
  return result.ok ? "signed" : result.problems.join("; ");
}

describe("signPlan", () => {
  it("signs the text of a plan after computing it again, and signs the same plan again", async () => {
    const asked = request();
    for (let time = 0; time < 2; time++) {
      const result = await signPlan(KEY, POLICY, memory(), asked);
      const signature = result.ok ? result.signature : "";
      expect(verifyEnvelope(KEY.publicKey, { kind: "raw", signature }, asked.text)).toBe(true);
    }
  });

  it("refuses what it may not sign, with the reasons", async () => {
    const asked = request();
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
    const report = sampleReport(undefined, keyHashOf(KEY.publicKey)).text;
    const bound = bindPlan(report, SAMPLE_BINDING);
    const text = bound.ok ? bound.plan.texts.approve : "";
    const asked: PlanSignRequest = { act: "approve", text, report, binding: SAMPLE_BINDING };
    expect(await refusal(asked)).toMatch(/is the system's own, and is paid/);
    const other = await signPlan(keyFromSecret("08".repeat(32)), POLICY, memory(), asked);
    expect(other.ok).toBe(true);
  });

  it("never signs another plan for the same state of the pool, even after a restart", async () => {
    expect(await refusal(request())).toBe("signed");
    expect(await refusal(request(80_000_000n))).toMatch(/is already signed for this state of the pool/);
    expect(await refusal(request(80_000_000n, { nonce: 1 }))).toBe("signed");
  });

  it("signs one of two plans that are asked for at once", async () => {
    const signed = memory();
    const results = await Promise.all(
      [request(), request(80_000_000n)].map((asked) => signPlan(KEY, POLICY, signed, asked)),
    );
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
  });
});
