import { networkLabel } from "../cardano/network";
import type { Amount } from "../contract/amount";
import { compareAmounts } from "../integers";
import { readSignRequest } from "../plan/sign-request";
import type { ReportTexts } from "../ports";
import { unless } from "../problems";
import { type Manifest, readManifest } from "../report/manifest";
import { verifyReport } from "../report/read-report";
import { compareText } from "../text-order";
import type { DayIndex, Hex, Lovelace } from "../units";
import type { PlanRequest } from "./request";

/** Who is paid how much, by which batch (from 1) of those that are still to pay. */
export type PlannedPayment = { readonly address: string; readonly lovelace: Lovelace; readonly batch: number };

/** A plan whose text and digest were computed again from the whole report. */
export type CheckedPlan = {
  /** What it was checked for: no other request. */
  readonly text: string;
  readonly reportHash: Hex;
  readonly day: DayIndex;
  readonly total: Amount;
  readonly digest: Hex;
  readonly manifest: Manifest;
  readonly batches: number;
  /** The hash of the key that it was checked for: it is not paid. */
  readonly signer: Hex | null;
  /** The largest first. */
  readonly payments: readonly PlannedPayment[];
};

export type CheckedPlanResult =
  | { readonly ok: true; readonly plan: CheckedPlan }
  | { readonly ok: false; readonly problems: readonly string[] };

/**
 * Checks what is to be signed against its report, by the code of planner and signers: every line, every batch and its
 * commitment, digest and text. Nothing that the request says is taken as true. `signer` is the hash of the key that is
 * to sign: it is never paid itself.
 */
export async function checkPlan(
  request: PlanRequest,
  report: ReportTexts,
  signer: Hex | null = null,
): Promise<CheckedPlanResult> {
  const { what, text, binding, reportHash } = request;
  const read = readManifest(report.manifest);
  if (!read.ok) return read;
  const { manifest } = read;
  const network = networkLabel(manifest.network.magic);
  const problems = [
    ...unless(read.hash === reportHash, `this is the report ${read.hash}, and the request is about ${reportHash}`),
    ...unless(network === binding.network, `the report is of ${network}, and the request is for ${binding.network}`),
  ];
  if (problems.length > 0) return { ok: false, problems };
  const asked = readSignRequest({ act: "approve", what, text, report, binding });
  if (!asked.ok) return asked;
  const lines: { readonly address: string; readonly lovelace: Lovelace }[] = [];
  const verified = await verifyReport(report, {
    neverPaid: signer === null ? [] : [signer],
    onRows: (section, part) => {
      if (section !== "lines") return;
      for (const row of part.rows) {
        if ("payoutLovelace" in row && row.payoutLovelace > 0n)
          lines.push({ address: row.address, lovelace: row.payoutLovelace });
      }
    },
  });
  if (!verified.ok) return verified;
  const payments = paymentsOf(manifest, lines, manifest.batches.length - asked.asked.batches);
  return { ok: true, plan: { ...asked.asked, text, reportHash, manifest, signer, payments } };
}

/** Batches pay the payable lines in their order. */
function paymentsOf(
  { batches }: Manifest,
  lines: readonly { readonly address: string; readonly lovelace: Lovelace }[],
  from: number,
): PlannedPayment[] {
  let next = 0;
  const payments = batches.flatMap(({ outputs }, index) => {
    const paid = lines.slice(next, next + outputs);
    next += outputs;
    return index < from ? [] : paid.map((line) => ({ ...line, batch: index - from + 1 }));
  });
  return payments.sort((a, b) => compareAmounts(b.lovelace, a.lovelace) || compareText(a.address, b.address));
}
