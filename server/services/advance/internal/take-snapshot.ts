import type { Transaction } from "@/db/client";
import { snapshot } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { hashSettings } from "@/server/domain/contract/settings";
import { dayEndMs } from "@/server/domain/day/calendar";
import { hashParameters } from "@/server/domain/day/parameters-hash";
import { leastSnapshotDepth } from "@/server/domain/day/snapshot-depth";
import { openingHashOf, type SnapshotInputs, snapshotIdOf } from "@/server/domain/day/snapshot-id";
import { sum } from "@/server/domain/integers";
import type { SnapshotBlock } from "@/server/domain/rewards/snapshot";
import { hashRules } from "@/server/domain/rules/rules";
import { quoteDayState } from "@/server/words/day-state";
import { readAuditHead } from "../../audit/append-audit";
import { readFreePool } from "../../day/calculate";
import { lastBlockBefore } from "../../day/last-block";
import { type DayRow, moveDay } from "../../day/move-day";
import { openBalances, openPlanOf } from "../../day/open-plan";
import { previousDay } from "../../day/previous-day";
import { openingBalances } from "../../day/read-snapshot";
import type { Situation } from "../../day/situation";
import { holdScan } from "../../hold-chain";
import { again, done, type JobResult, needsHuman } from "../../job-result";
import { LostRace } from "../../lost-race";
import { demandPool } from "../../pool/load-pool";
import { termsOfPool } from "../../pool/pool-terms";
import { askOnceMore } from "../../scan/ask-once-more";
import { scanEpochAt } from "../../scan-epoch";
import { holdRules } from "../../settings-in-force";
import type { DayStep } from "./day-step";

/**
 * OPEN -> SNAPSHOT: fixes what the day is read from: the last block before its end, once it is D blocks deep and a
 * later block is past the end, and all else that the rewards follow from.
 */
export const takeSnapshot: DayStep = async (ctx, day, situation): Promise<JobResult> => {
  const { now, pool, operations } = situation;
  const endMs = dayEndMs(day.dayIndex, pool.settings.intervalMs);
  if (now.timeMs < endMs) return done(`day ${day.dayIndex} is not over`);
  const before = await previousDay(ctx.db, day.dayIndex);
  if (before && !before.settled)
    return done(`day ${day.dayIndex} waits for day ${before.dayIndex}, which is ${quoteDayState(before.state)}`);
  const { block, isOver } = await lastBlockBefore(ctx.db, endMs);
  if (!isOver) return done(`day ${day.dayIndex} waits for the first block after its end`);
  if (!block) return needsHuman(`no block before the end of day ${day.dayIndex} is known: the scan started too late`);
  const leastDepth = Math.max(operations.snapshotDepth, leastSnapshotDepth(pool.settings.network));
  const depth = now.height - block.height;
  if (depth < leastDepth) {
    return done(`the snapshot of day ${day.dayIndex} is ${depth} of ${leastDepth} blocks deep`);
  }
  await askOnceMore(ctx);
  const parameters = await ctx.source.parameters();
  const openPlan = openPlanOf(pool);
  const opening = await openingBalances(ctx.db, before?.dayIndex ?? null);
  const open = await openBalances(ctx.db, openPlan);
  const inputs = {
    openPlan: openPlan?.plan ?? null,
    openLeft: openPlan?.left ?? null,
    openingHash: openingHashOf(opening, open),
    owed: sum([...opening, ...open].map((row) => row.lovelace)),
    coinsPerUtxoByte: parameters.coinsPerUtxoByte,
    parametersHash: hashParameters(parameters),
  };
  await withTransaction(ctx.db, async (tx) => {
    const held = await holdScan(tx);
    const seen = await lastBlockBefore(tx, endMs);
    if (!seen.isOver || seen.block?.hash !== block.hash || held.height - block.height < leastDepth) {
      throw new LostRace(`block ${block.height} is no longer the last of day ${day.dayIndex}, deep enough`);
    }
    await pinInputs(tx, day, { ...inputs, block, previousReportHash: before?.reportHash ?? null }, situation);
  });
  return again(`day ${day.dayIndex} is read at block ${block.height}`);
};

type Given = "openPlan" | "openLeft" | "openingHash" | "coinsPerUtxoByte" | "parametersHash" | "previousReportHash";
type Inputs = Pick<SnapshotInputs, Given> & {
  readonly block: SnapshotBlock;
  readonly owed: bigint;
};

/** Stores the snapshot and gives it to the day. The scan is held: what is read here belongs together. */
async function pinInputs(
  tx: Transaction,
  day: DayRow,
  { block, owed, ...given }: Inputs,
  { now, pool, rules, rulesVersion }: Situation,
): Promise<void> {
  const { dayIndex } = day;
  const before = await previousDay(tx, dayIndex);
  if ((before?.reportHash ?? null) !== given.previousReportHash || before?.settled === false) {
    throw new LostRace(`day ${before?.dayIndex}, which day ${dayIndex} builds on, has changed`);
  }
  await demandPool(tx, pool);
  if ((await holdRules(tx, dayIndex))?.version !== rulesVersion) {
    throw new LostRace(`other rules came into force for day ${dayIndex} while it was read`);
  }
  const { hash, height, slot, timeMs } = block;
  const inputs: SnapshotInputs = {
    ...given,
    ...{ dayIndex, hash, height, slot, timeMs, rulesVersion },
    scanEpoch: await scanEpochAt(tx, height),
    rulesHash: hashRules(rules),
    settingsHash: hashSettings(pool.settings),
    ...termsOfPool(pool),
    maxFeeLovelace: pool.datum.maxFeeLovelace,
    closing: day.closing,
    freePoolLovelace: await readFreePool(tx, dayIndex, { block, pool, owed }),
  };
  const id = snapshotIdOf(inputs);
  const auditHead = await readAuditHead(tx);
  await tx
    .insert(snapshot)
    .values({ id, ...inputs, auditHead })
    .onConflictDoNothing();
  await moveDay(tx, day, "takeSnapshot", {
    actor: "job:advance",
    atMs: now.timeMs,
    detail: `block ${height} ${hash}, snapshot ${id}`,
    set: { snapshotId: id },
  });
}
