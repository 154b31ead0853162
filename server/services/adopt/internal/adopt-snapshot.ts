import { and, eq } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { blockHeader, snapshot } from "@/db/schema";
import { decodeDatum } from "@/server/domain/contract/datum";
import { openingHashOf, type SnapshotInputs } from "@/server/domain/day/snapshot-id";
import type { Manifest } from "@/server/domain/report/manifest";
import { hashRules } from "@/server/domain/rules/rules";
import type { Hex } from "@/server/domain/units";
import type { ChainNow } from "../../chain-now";
import { openBalances } from "../../day/open-plan";
import { previousDay } from "../../day/previous-day";
import { openingBalances } from "../../day/read-snapshot";
import { holdScan } from "../../hold-chain";
import { poolOutputAt } from "../../pool/load-pool";
import { scanEpochAt } from "../../scan-epoch";
import type { NamedReport } from "../report-place";
import { wrong } from "./walk-reports";

/** A report does not say by which protocol parameters its plan was made: it is on chain, and not made again. */
const NOT_STATED = "00".repeat(32);

/**
 * Stores what a published day was read from under the name that its report gives it, and returns that. What the report
 * does not say comes from the chain; a row from before a restore stays as it is. Throws ServiceError if the name is
 * another day's.
 */
export async function adoptSnapshot(
  db: Database,
  named: NamedReport,
  manifest: Manifest,
  rulesVersion: number,
): Promise<Hex> {
  const { dayIndex, block, previous, open, poolTerms, declared } = manifest;
  const before = await previousDay(db, dayIndex);
  const openPlan = open && { plan: open.plan, left: open.left };
  const opening = await openingBalances(db, before?.dayIndex ?? null);
  const pool = await poolOutputAt(db, block.height);
  if (!pool?.datum) throw wrong(named, `our scan knows no pool at block ${block.height}, where it was read`);
  const { settingsHash, maxFeeLovelace } = decodeDatum(pool.datum);
  const inputs: SnapshotInputs = {
    ...{ dayIndex, ...block, rulesVersion, settingsHash, maxFeeLovelace },
    scanEpoch: await scanEpochAt(db, block.height),
    rulesHash: hashRules(manifest.rules),
    previousReportHash: previous.kind === "report" ? previous.hash : null,
    openPlan: openPlan?.plan ?? null,
    openLeft: openPlan?.left ?? null,
    openingHash: openingHashOf(opening, await openBalances(db, openPlan)),
    freePoolLovelace: manifest.freePoolLovelace,
    ...poolTerms,
    coinsPerUtxoByte: manifest.coinsPerUtxoByte,
    parametersHash: NOT_STATED,
    closing: declared.closing,
  };
  const { snapshotId: id, auditHead } = declared;
  await db
    .insert(snapshot)
    .values({ id, ...inputs, auditHead })
    .onConflictDoNothing();
  const [held] = await db.select().from(snapshot).where(eq(snapshot.id, id));
  if (held?.dayIndex === dayIndex && held.hash === block.hash) return id;
  throw wrong(named, `it was read from the snapshot ${id}, which is day ${held?.dayIndex}'s here`);
}

/** Locks the scan until the transaction ends. Throws ServiceError if our chain does not hold the report's block. */
export async function holdSnapshotBlock(
  tx: Transaction,
  named: NamedReport,
  { hash, height }: Manifest["block"],
): Promise<ChainNow> {
  const now = await holdScan(tx);
  const held = await tx.$count(blockHeader, and(eq(blockHeader.hash, hash), eq(blockHeader.height, height)));
  if (held === 0) throw wrong(named, `it was read at block ${height} (${hash}), which this chain does not hold`);
  return now;
}
