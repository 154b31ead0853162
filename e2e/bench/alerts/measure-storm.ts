import { jobRun, sourceHealth } from "@/db/schema";
import { say } from "../timed";
import type { Installation } from "./installation";

/**
 * A thousand errors with one cause: no source can be read from, so that jobs fail again and again and the scan falls
 * behind. How many pages the receiver got; null if nothing was noticed.
 */
export async function measureStorm(at: Installation, errors: number): Promise<number | null> {
  const before = at.receiver.messages.length;
  const failing = ["scan", "confirm", "advance"] as const;
  const unwell = { isEngineDead: true, sources: ["blockfrost", "koios"] };
  await at.db.update(sourceHealth).set({ state: "away", reason: "no answer" });
  for (let count = 0; count < errors; count += failing.length) {
    const startedAt = new Date(at.nowMs);
    const rows = failing.map((job) => ({ job, result: "failed", detail: "no answer", startedAt, durationMs: 5 }));
    await at.db.insert(jobRun).values(rows);
    await at.look(unwell, 1_000);
  }
  const told = at.receiver.messages.slice(before).filter(({ key }) => key.includes(":opened"));
  for (const { title } of told) say(`  ${title}`);
  return told.length === 0 ? null : told.length;
}
