import type { Database } from "@/db/client";
import { withTransaction } from "@/db/transaction";
import type { Finding } from "@/server/domain/monitoring/finding";
import { isSame } from "@/server/domain/monitoring/incident-key";
import type { PosixMs } from "@/server/domain/units";
import { explain } from "./internal/explain";
import { lockOpening } from "./internal/lock-opening";
import { openFinding } from "./internal/open-finding";
import { holdOpen } from "./internal/rows";

/**
 * Opens an incident for what was found, and alerted of, while nothing could be written: with its true beginning, and as
 * of when it was noticed. Rules close it as any other. Answers its number, also if it is open already.
 */
export async function openFound(db: Database, finding: Finding, noticedMs: PosixMs): Promise<number> {
  return withTransaction(db, async (tx) => {
    await lockOpening(tx);
    const open = (await holdOpen(tx)).find((row) => isSame(row, finding));
    if (open) return open.id;
    const beganMs = Math.min(finding.sinceMs ?? noticedMs, noticedMs);
    const id = await openFinding(tx, { ...finding, beganMs }, noticedMs);
    await explain(tx, noticedMs);
    return id;
  });
}
