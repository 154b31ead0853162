import { setTimeout as sleep } from "node:timers/promises";
import { runJob } from "@/server/jobs/run-job";
import type { PayoutContext } from "@/server/services/payout/payout-context";
import { readScanProgress, type ScanProgress } from "@/server/services/scan/how-far";

export type ReadToTip = { readonly progress: ScanProgress; readonly isAtTip: boolean; readonly detail: string };

/** So often in a row a source may contradict itself before this gives up: the engine goes on asking. */
const MOST_TRIES = 5;

/**
 * Runs the scan on `ctx.db` until it is at the tip, or cannot go on, and tells how far it is after each run of the job,
 * which takes at most 20 s. Whoever else scans the same database is in nobody's way.
 */
export async function readToTip(ctx: PayoutContext, tell: (text: string) => void): Promise<ReadToTip> {
  const before = { at: Date.now(), read: (await readScanProgress(ctx.db)).read };
  for (;;) {
    const { result, detail } = await runJob(ctx, "scan");
    const progress = await readScanProgress(ctx.db);
    tell(sayProgress(progress, { read: progress.read - before.read, ms: Date.now() - before.at }));
    if (result === "again") continue;
    const pauseMs = (progress.nextReadAt?.getTime() ?? 0) - Date.now();
    if (result !== "done" || progress.contradiction === null || progress.tries >= MOST_TRIES) {
      return { progress, isAtTip: result === "done" && progress.isAtTip, detail };
    }
    tell(`${progress.contradiction} Asked again.`);
    await sleep(Math.max(0, pauseMs));
  }
}

/** Where the scan is, how fast it came there, and how long the rest takes at that rate. */
export function sayProgress(
  { height, tipHeight, read, all, waiting }: ScanProgress,
  done: { readonly read: number; readonly ms: number },
): string {
  if (height === null) return "No block is read yet.";
  const share = all === 0 ? 100 : Math.floor((100 * read) / all);
  const at = `Block ${height} of ${tipHeight}, ${share} % of all there is to read`;
  const unknown = waiting > 0 ? `; ${waiting} plays wait for their player` : "";
  if (done.read <= 0 || done.ms <= 0) return `${at}${unknown}`;
  const rate = (1_000 * done.read) / done.ms;
  const left = Math.ceil((all - read) / rate);
  const inWords = left <= 0 ? "" : `, about ${left < 120 ? `${left} s` : `${Math.ceil(left / 60)} minutes`} left`;
  return `${at}: ${rate < 10 ? rate.toFixed(1) : Math.round(rate)} blocks a second${inWords}${unknown}`;
}
