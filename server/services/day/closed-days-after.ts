import { asc, gt } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { day } from "@/db/schema";
import type { DayIndex } from "@/server/domain/units";
import type { DayRow } from "./move-day";

/**
 * The CLOSED days that follow a day, up to the first that is not CLOSED: they carry on what it leaves. Each is locked
 * to the end of the transaction.
 */
export async function* closedDaysAfter(tx: Transaction, dayIndex: DayIndex): AsyncGenerator<DayRow> {
  for (let last = dayIndex; ; ) {
    const [next] = await tx
      .select()
      .from(day)
      .where(gt(day.dayIndex, last))
      .orderBy(asc(day.dayIndex))
      .limit(1)
      .for("update");
    if (next?.state !== "CLOSED") return;
    yield next;
    last = next.dayIndex;
  }
}
