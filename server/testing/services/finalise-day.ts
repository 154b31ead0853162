import { eq } from "drizzle-orm";
import type { Database } from "@/db/client";
import { day } from "@/db/schema";
import { storePlan } from "@/server/services/advance/internal/store-plan";
import { holdScan } from "@/server/services/hold-chain";
import { settleDay } from "@/server/services/payout/internal/settle-day";
import { keepReport } from "@/server/services/reports/keep-report";
import { NO_REPORT_STORE } from "@/server/testing/services/no-report-store";
import { largeReportInput } from "../domain/large-report";
import { FINAL_DEPTH, writeLines, writePaidDay } from "./large-day";

/* The last step of a day of any size, whose tables are written first. */

export type Finish = (db: Database) => Promise<unknown>;

/** A PAID day, every batch deep enough: FINAL next. */
export async function prepareSettle(db: Database, lines: number): Promise<Finish> {
  const { ctx, day: row, look } = await writePaidDay(db, lines);
  return (own) => settleDay({ ...ctx, db: own }, row, look);
}

/** A CHECKED day all of whose lines are carried: CLOSED next. Its report is that of a day without lines. */
export async function prepareClose(db: Database, lines: number): Promise<Finish> {
  const input = largeReportInput(0);
  const { dayIndex } = input;
  await writePaidDay(db, 1, dayIndex - 1);
  await db.update(day).set({ state: "FINAL" });
  await db.insert(day).values({ dayIndex, state: "CHECKED", stateSinceMs: 0 });
  const lineSetId = await writeLines(db, dayIndex, lines, false);
  const report = await keepReport({ db, reportStore: NO_REPORT_STORE }, input);
  const [row] = await db.select().from(day).where(eq(day.dayIndex, dayIndex));
  if (!row) throw new Error("the day was not written");
  const plan = { kind: "plan", batches: [], findings: [] } as const;
  return (own) => storePlan(own, row, { plan, report, lineSetId, height: FINAL_DEPTH, atMs: 0 }, holdScan);
}
