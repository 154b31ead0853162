import { getContext } from "@/server/context";
import { listDays } from "@/server/services/published/list-days";
import { listRewards } from "@/server/services/published/published-files";
import { findReportFacts } from "@/server/services/reports/find-report";

/** A day and an address of this installation, so that the examples can be tried; none if there are none. */
export async function liveExamples(): Promise<Record<string, string>> {
  try {
    const ctx = await getContext();
    const { days } = await listDays(ctx, { limit: 100 });
    const newest = days.find((row) => row.payoutLovelace !== null && row.payoutLovelace > 0n);
    if (!newest) return {};
    const day = String(newest.dayIndex);
    const { rewards, reportHash } = await listRewards(ctx, { day, limit: 1 });
    const part = (await findReportFacts(ctx.db, reportHash))?.partHashes[0];
    return { day, ...(part ? { part } : {}), ...(rewards[0] ? { address: rewards[0].address } : {}) };
  } catch {
    // The reference must be readable while the database is away. It then shows the document's own examples.
    return {};
  }
}
