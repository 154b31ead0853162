import { and, eq } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { blockHeader, snapshot } from "@/db/schema";
import { decodeDatum } from "@/server/domain/contract/datum";
import type { PoolDatum } from "@/server/domain/contract/types";
import { openingHashOf, type SnapshotInputs, snapshotIdOf } from "@/server/domain/day/snapshot-id";
import type { Manifest } from "@/server/domain/report/manifest";
import { hashRules } from "@/server/domain/rules/rules";
import type { Height, Hex } from "@/server/domain/units";
import type { ChainNow } from "../../chain-now";
import { openBalances } from "../../day/open-plan";
import { previousDay } from "../../day/previous-day";
import { openingBalances } from "../../day/read-snapshot";
import { holdScan } from "../../hold-chain";
import { poolOutputAt } from "../../pool/load-pool";
import { scanEpochAt } from "../../scan-epoch";
import type { NamedReport } from "../report-place";
import type { PlanOnChain } from "./plans-on-chain";
import { wrong } from "./walk-reports";

/** A report does not say by which protocol parameters its plan was made: it is on chain, and not made again. */
const NOT_STATED = "00".repeat(32);

type ReadUnder = { readonly rulesVersion: number; readonly onChain: PlanOnChain | null };

/**
 * Stores what a published day was read from, and returns its id: that of a row from before a restore, if the report
 * names one of this day and block. Otherwise an id of its own, for what the report does not say comes from the chain,
 * or is not known: under the report's name it would be taken for the reading that people want if the day is read anew.
 */
export async function adoptSnapshot(
  db: Database,
  named: NamedReport,
  manifest: Manifest,
  { rulesVersion, onChain }: ReadUnder,
): Promise<Hex> {
  const { dayIndex, block, previous, open, poolTerms, declared } = manifest;
  const [held] = await db.select().from(snapshot).where(eq(snapshot.id, declared.snapshotId));
  if (held?.dayIndex === dayIndex && held.hash === block.hash) return held.id;
  const before = await previousDay(db, dayIndex);
  const openPlan = open && { plan: open.plan, left: open.left };
  const opening = await openingBalances(db, before?.dayIndex ?? null);
  const { settingsHash, maxFeeLovelace } = onChain?.datum ?? (await poolAt(db, named, block.height));
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
  const id = snapshotIdOf(inputs);
  await db
    .insert(snapshot)
    .values({ id, ...inputs, auditHead: declared.auditHead })
    .onConflictDoNothing();
  return id;
}

/** What the pool said at the block of a day that paid nothing. */
async function poolAt(db: Database, named: NamedReport, height: Height): Promise<PoolDatum> {
  const pool = await poolOutputAt(db, height);
  if (!pool?.datum) throw wrong(named, `our scan knows no pool at block ${height}, where it was read`);
  return decodeDatum(pool.datum);
}

/** Locks the scan until the transaction ends. Throws ServiceError if our chain does not hold the report's block. */
export async function holdSnapshotBlock(
  tx: Transaction,
  named: NamedReport,
  { hash, height, slot, timeMs }: Manifest["block"],
): Promise<ChainNow> {
  const now = await holdScan(tx);
  const { hash: known, height: at, slot: inSlot, timeMs: inTime } = blockHeader;
  const isIt = and(eq(known, hash), eq(at, height), eq(inSlot, slot), eq(inTime, timeMs));
  if ((await tx.$count(blockHeader, isIt)) === 0)
    throw wrong(named, `it was read at block ${height} (${hash}), which this chain does not hold`);
  return now;
}
