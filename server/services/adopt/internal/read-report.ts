import { contentHashOf } from "@/server/domain/hash";
import { type Manifest, partHashesOf } from "@/server/domain/report/manifest";
import { partsByHash, verifyReport } from "@/server/domain/report/read-report";
import type { WrittenReport } from "@/server/domain/report/write-report";
import type { RewardLine } from "@/server/domain/rewards/reward-line";
import type { BatchNumbers } from "../../day/stage-lines";
import type { BatchOfPlan } from "../../day/store-batches";
import type { PayoutContext } from "../../payout/payout-context";
import { keepPart } from "../../reports/keep-report";
import type { ReportPlace } from "../report-place";
import { wrong } from "./walk-reports";

/** What a whole report gives that adds up. */
export type ReadReport = {
  readonly lines: readonly RewardLine[];
  readonly batches: readonly BatchOfPlan[];
  /** By address. */
  readonly batchOf: BatchNumbers;
};

/**
 * Reads a report's parts one by one, each by the hash that its manifest names, keeps it as one of our own is kept, and
 * adds it up as those do who sign it. Throws ServiceError if a part is missing, or something does not add up; parts
 * that were kept by then are named by no report of ours.
 */
export async function readReport(
  ctx: Pick<PayoutContext, "db" | "reportStore">,
  place: ReportPlace,
  { manifest, text, hash }: WrittenReport,
): Promise<ReadReport> {
  const named = { dayIndex: manifest.dayIndex, hash };
  const lines: RewardLine[] = [];
  const take = async (name: string) => {
    const part = await place.part(named, name);
    if (part !== null && contentHashOf(part) === name) await keepPart(ctx, { hash: name, text: part });
    return part;
  };
  const verified = await verifyReport(
    { manifest: text, parts: () => partsByHash(partHashesOf(manifest), take) },
    {
      onRows: (section, { rows }) => {
        if (section === "lines") for (const row of rows as readonly RewardLine[]) lines.push(row);
      },
    },
  );
  if (!verified.ok) throw wrong(named, verified.problems.join("; "));
  await ctx.reportStore.put(hash, text);
  return { lines, batches: batchesOf(manifest), batchOf: inBatches(manifest, lines) };
}

function batchesOf({ batches }: Manifest): BatchOfPlan[] {
  return batches.map(({ outputs, totalLovelace: lovelace, commitment }, index) => ({
    batchNo: index + 1,
    lovelace,
    outputs,
    commitment,
    next: batches[index + 1]?.commitment ?? "",
  }));
}

/** A batch pays the next lines that are payable, in their order. */
function inBatches({ batches }: Manifest, lines: readonly RewardLine[]): BatchNumbers {
  const numbers = new Map<string, number>();
  let [index, left] = [0, batches[0]?.outputs ?? 0];
  for (const { address, payoutLovelace } of lines) {
    if (payoutLovelace === 0n) continue;
    if (left === 0) left = batches[++index]?.outputs ?? 0;
    numbers.set(address, index + 1);
    left--;
  }
  return numbers;
}
