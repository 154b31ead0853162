import { expect, it } from "vitest";
import type { Manifest } from "@/server/domain/report/manifest";
import type { DayView } from "@/server/services/published/read-day";
import { REPORT_FRAME } from "@/server/testing/domain/fixtures";
import { openApiDocument } from "../openapi/document";
import { dayOutput, toDayOutput } from "./days";

const source = { name: "koios.example.org", kind: "koios" } as const;
const witness = { name: "127.0.0.1:1442", kind: "kupo" } as const;
const hash = "0b".repeat(32);

/** What concerns no report is left out. */
function reportOf(secondOpinion: Manifest["declared"]["secondOpinion"]) {
  const declared = { ...REPORT_FRAME.declared, source, secondOpinion };
  const report = { hash, partHashes: [hash], linesRoot: hash, rulesHash: hash, totals: {}, declared };
  const view = { schedule: {}, moves: [], batches: [], feeLovelace: null, payoutLovelace: null, report };
  return toDayOutput(view as unknown as DayView).report;
}

it.each<Manifest["declared"]["secondOpinion"]>([
  { kind: "agrees", witness, block: { height: 9, hash } },
  { kind: "differs", witness, differences: 2, acceptedBy: ["ann", "bob"] },
  { kind: "none", acceptedBy: ["ann", "bob"] },
  { kind: "none", acceptedBy: null },
])("a day tells what its report declares of its sources, and no more of what that declares: %j", (secondOpinion) => {
  const declared = reportOf(secondOpinion)?.declared;
  expect(declared).toEqual({ source, secondOpinion });
  expect(dayOutput.shape.report.unwrap().shape.declared.parse(declared)).toEqual(declared);
});

it("and the document says which forms there are", () => {
  const schema = openApiDocument("https://prizes.example.org").paths?.["/days/{day}"]?.get?.responses?.["200"];
  const text = JSON.stringify(schema);
  for (const kind of ["agrees", "differs", "none"])
    expect(text).toContain(`"kind":{"type":"string","const":"${kind}"}`);
  expect(text).toContain('"secondOpinion":{"oneOf":');
});
