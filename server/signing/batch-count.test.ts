import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { toCanonicalJson } from "@/server/domain/canonical";
import { commitBatches } from "@/server/domain/contract/commitment";
import type { Payout } from "@/server/domain/contract/types";
import { bindPlan } from "@/server/domain/plan/sign-request";
import { factsOfReport } from "@/server/domain/report/facts";
import { readManifest } from "@/server/domain/report/manifest";
import type { ReportInput } from "@/server/domain/report/write-report";
import { largeReportInput } from "@/server/testing/domain/large-report";
import { SAMPLE_BINDING } from "@/server/testing/domain/sample-plan";
import { collectReport } from "@/server/testing/domain/written-report";
import { keyFromSecret, signWith } from "./key-file";
import { openSignedPlans } from "./record-file";
import { signPlan } from "./sign-plan";

/*
 * The digest that people sign names a number of batches, no text does, and no Pay counts them: a Commit sets a fee
 * aside for each, and a Pay may cost one. A signer computes the number again.
 */

const RECIPIENTS = 600;
const INPUT = largeReportInput(RECIPIENTS, SAMPLE_BINDING.policyId);
const PAYOUTS = INPUT.calculation.lines.map(
  ({ address, payoutLovelace: lovelace }): Payout => ({ address, lovelace, tokens: 0n }),
);

const WRITTEN = collectReport(INPUT);

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "prize-batches-"));
});
afterAll(() => rm(directory, { recursive: true }));

type Batches = ReportInput["batches"];

function cutBy(size: number): Batches {
  const parts = Array.from({ length: Math.ceil(RECIPIENTS / size) }, (_, i) => PAYOUTS.slice(i * size, (i + 1) * size));
  return commitBatches(parts, null).map(({ payouts, total, commitment }) => ({
    outputs: payouts.length,
    totalLovelace: total.lovelace,
    commitment,
  }));
}

/** What a signer answers to a report with these batches, whose text and digest agree with it. */
async function sign(batches: Batches): Promise<string> {
  // Whoever writes reports as we do refuses the wrong ones: only the manifest says something else.
  const manifest = toCanonicalJson({ ...WRITTEN.manifest, batches, commitment: batches[0]?.commitment ?? null });
  const read = readManifest(manifest);
  if (!read.ok) throw new Error(read.problems.join("; "));
  const bound = bindPlan({ ...factsOfReport(read.manifest), hash: read.hash }, SAMPLE_BINDING);
  if (!bound.ok) throw new Error(bound.problems.join("; "));
  const { network, policyId } = SAMPLE_BINDING;
  const policy = {
    act: "approve",
    network,
    policyId,
    dailyLimitLovelace: 2n ** 62n,
    nowMs: () => SAMPLE_BINDING.deadlineMs,
  } as const;
  const signed = openSignedPlans(path.join(directory, `${read.hash}.json`));
  const result = await signPlan(signWith(keyFromSecret("07".repeat(32))), policy, signed, {
    ...{ act: "approve", what: "plan", text: bound.plan.texts.approve },
    ...{ report: { ...WRITTEN.texts, manifest }, binding: SAMPLE_BINDING },
  });
  return result.ok ? "signed" : result.problems.join("; ");
}

it("a signer signs a plan whose batches are those that its recipients are paid in", async () => {
  expect(await sign(cutBy(240))).toBe("signed");
  expect(await sign(cutBy(24))).toBe("signed");
});

it("a signer refuses a plan that says fewer batches than it is paid in: their fees would come out of the reserve", async () => {
  const six = cutBy(100);
  const [first] = six;
  if (!first) throw new Error("there is no batch");
  expect(await sign(six.slice(0, 5))).toMatch(/outputs of all batches/);
  const asOne = { ...first, outputs: RECIPIENTS, totalLovelace: INPUT.calculation.totals.payoutLovelace };
  expect(await sign([asOne])).toMatch(/batch 1 does not have the commitment that its recipients give/);
});

it("a signer refuses a plan that says more batches than it is paid in", async () => {
  const six = cutBy(100);
  const [last] = six.slice(-1);
  if (!last) throw new Error("there is no batch");
  expect(await sign([...six, last])).toMatch(/outputs of batch 7|outputs of all batches/);
});

it("a signer refuses a plan in far more batches than its recipients need: each may cost the pool max_fee", async () => {
  expect(await sign(cutBy(1))).toMatch(
    /the plan has 600 batches, each of which may cost a fee; for 600 recipients 45 are the most/,
  );
});
