import { desc } from "drizzle-orm";
import type { Database } from "@/db/client";
import { jobRun } from "@/db/schema";
import type { Problem } from "../overview-types";

/** Jobs whose newest run stopped on purpose or failed, except where a day's own state says it already. */
export async function jobsThatWait(db: Database): Promise<Problem[]> {
  const latest = await db
    .selectDistinctOn([jobRun.job])
    .from(jobRun)
    .orderBy(jobRun.job, desc(jobRun.startedAt), desc(jobRun.id));
  return latest
    .filter(
      ({ job, result, stoppedDay }) =>
        job !== "scan" && (result === "failed" || (result === "needs-human" && stoppedDay === null)),
    )
    .map(({ job, result, detail }) => ({
      tone: result === "failed" ? "stopped" : "waiting",
      title: result === "failed" ? `Job ${job} failed` : `Job ${job} needs attention`,
      text: detail ?? "No reason was recorded.",
      href: null,
    }));
}
