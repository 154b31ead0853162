import type { Database } from "@/db/client";
import type { sourceState } from "@/db/schema";
import { MOST_LAG_BLOCKS, RUN_LOST_MS } from "@/server/domain/health/limits";
import { type HealthPart, healthPart } from "@/server/domain/health/part";
import type { Contradiction } from "@/server/domain/scan/contradiction";
import type { PosixMs } from "@/server/domain/units";
import { sayAge } from "@/server/words/age";
import { sayContradiction } from "@/server/words/scan-contradiction";
import { isBehind } from "../../chain-now";
import { readScanRuns } from "../../scan-runs";

export type ScanState = typeof sourceState.$inferSelect;

/** A source that contradicts itself this often in a row is no passing matter. */
const STUCK_TRIES = 5;

/** How far the chain is read, and whether what the source says fits. */
export async function readScan(db: Database, state: ScanState | null, nowMs: PosixMs): Promise<HealthPart[]> {
  const { good } = await readScanRuns(db);
  return [judgeScan(state, good?.startedAt.getTime() ?? null, nowMs), judgeHistory(state)];
}

type Seen = Pick<ScanState, "height" | "tipHeight" | "contradiction" | "tries">;

/** `goodMs`: when a run of the scan last ended well; before that nothing is known of how far behind it is. */
export function judgeScan(state: Seen | null, goodMs: PosixMs | null, nowMs: PosixMs): HealthPart {
  if (!state) return healthPart("scan", { state: "waits", fact: "No block has been read yet." });
  const { height, tipHeight, contradiction, tries } = state;
  if (contradiction) {
    const isStuck = tries >= STUCK_TRIES;
    const fact = `${sayContradiction(contradiction)} ${isStuck ? `Asked ${tries} times, it stays so.` : ""}`.trim();
    const next = isStuck ? sayReadAgain(contradiction) : null;
    return healthPart("scan", { state: isStuck ? "failing" : "warning", fact, next });
  }
  const ageMs = goodMs === null ? Number.POSITIVE_INFINITY : nowMs - goodMs;
  if (ageMs > RUN_LOST_MS) {
    const since = goodMs === null ? "no run has ended well" : `the last good run was ${sayAge(ageMs)} ago`;
    return healthPart("scan", { state: "unknown", fact: `Read to block ${height}; ${since}.` });
  }
  const lag = Math.max(0, tipHeight - height);
  if (lag === 0) return healthPart("scan", { state: "ok", fact: `At the newest block, ${height}.` });
  const fact = `At block ${height}, ${lag} ${lag === 1 ? "block" : "blocks"} behind the chain.`;
  const next = "It reads on by itself. If it does not get nearer, look at the chain source and at job scan.";
  if (lag > MOST_LAG_BLOCKS) return healthPart("scan", { state: "failing", fact: `${fact} Days do not move.`, next });
  if (isBehind(state)) return healthPart("scan", { state: "warning", fact: `${fact} Days do not move.`, next });
  return healthPart("scan", { state: "ok", fact });
}

function sayReadAgain(found: Contradiction): string {
  const height = "height" in found ? found.height : "HEIGHT";
  return `Ask the source's operator. If it is right now, read again: npm run recover -- --read-again-from ${height}`;
}

/** What was read long ago is listed again, slowly: a difference there may have paid somebody wrongly. */
export function judgeHistory(state: Pick<ScanState, "difference"> | null): HealthPart {
  if (!state?.difference) {
    return healthPart("history", { state: "ok", fact: "What was read long ago is still what the source says." });
  }
  const fact = `${sayContradiction(state.difference.contradiction)} Nothing was changed.`;
  const next = "Find out which of the two is right before the next day is paid, and stop that day if in doubt.";
  return healthPart("history", { state: "warning", fact, next });
}
