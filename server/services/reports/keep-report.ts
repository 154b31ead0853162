import { sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { report, reportPart } from "@/db/schema";
import type { ReportStore } from "@/server/domain/ports";
import { storedFactsOf } from "@/server/domain/report/facts";
import { partHashesOf } from "@/server/domain/report/manifest";
import {
  type ReportInput,
  type ReportPart,
  type WrittenReport,
  writeReport,
} from "@/server/domain/report/write-report";

type Places = { readonly db: Database; readonly reportStore: ReportStore };

/**
 * Writes a day's report and keeps its parts in two places, the database and the report store, one after the other; last
 * the manifest in the store. Nothing refers to it yet, and no transaction is open: `storeManifest` makes it the day's
 * report. Whoever is stopped in between leaves parts that the next one finds again, as the same lines give the same
 * bytes.
 */
export async function keepReport(places: Places, input: ReportInput): Promise<WrittenReport> {
  const writing = writeReport(input);
  let step = writing.next();
  for (; !step.done; step = writing.next()) await keepPart(places, step.value);
  await places.reportStore.put(step.value.hash, step.value.text);
  return step.value;
}

/** Keeps a part in both places, over what is there as well: it may be damaged. */
export async function keepPart({ db, reportStore }: Places, { hash, text }: ReportPart): Promise<void> {
  await db
    .insert(reportPart)
    .values({ hash, body: text })
    .onConflictDoUpdate({ target: reportPart.hash, set: { body: text } });
  await reportStore.put(hash, text);
}

/** Stores the manifest, with what others ask of it. Throws if one of its parts is not stored. */
export async function storeManifest(tx: Transaction, { manifest, hash, text }: WrittenReport): Promise<void> {
  const partHashes = partHashesOf(manifest);
  const parts = await tx.$count(reportPart, sql`${reportPart.hash} = any(${sql.param(partHashes)}::text[])`);
  if (parts !== new Set(partHashes).size) {
    throw new Error(`${parts} of ${partHashes.length} parts of the report ${hash} are stored`);
  }
  const { dayIndex } = manifest;
  await tx
    .insert(report)
    .values({ hash, dayIndex, manifest: text, partHashes, facts: storedFactsOf(manifest) })
    .onConflictDoNothing();
}
