import { commitBatches } from "@/server/domain/contract/commitment";
import { planBatches } from "@/server/domain/plan/batches";
import type { ReportTexts } from "@/server/domain/ports";
import { textsOf } from "@/server/domain/report/read-report";
import {
  type ReportInput,
  type ReportPart,
  type WrittenReport,
  writeReport,
} from "@/server/domain/report/write-report";
import { POOL_SCRIPT } from "./fixtures";

/** A report in memory, to read it back. */
export type CollectedReport = WrittenReport & { readonly parts: readonly ReportPart[]; readonly texts: ReportTexts };

export function collectReport(input: ReportInput, rowsInPart?: number): CollectedReport {
  const parts: ReportPart[] = [];
  const writing = writeReport(input, rowsInPart);
  let step = writing.next();
  for (; !step.done; step = writing.next()) parts.push(step.value);
  return {
    ...step.value,
    parts,
    texts: textsOf(
      step.value.text,
      parts.map(({ text }) => text),
    ),
  };
}

/** The batches of a calculation with real commitments, two recipients each. */
export function batchesFor(input: Pick<ReportInput, "calculation" | "rules" | "poolTerms" | "coinsPerUtxoByte">) {
  const { calculation, rules, poolTerms, coinsPerUtxoByte } = input;
  const { reserved } = poolTerms;
  const settings = { rules, maximumOutputs: 2, poolScript: POOL_SCRIPT, reserved, coinsPerUtxoByte };
  const plan = planBatches(calculation.lines, settings);
  const batches = plan.kind === "plan" ? plan.batches : [];
  const payouts = batches.map(({ outputs }) => outputs);
  return commitBatches(payouts, null).map(({ payouts: outputs, total, commitment }) => ({
    outputs: outputs.length,
    totalLovelace: total.lovelace,
    commitment,
  }));
}
