import { eq } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { day } from "@/db/schema";
import { ServiceError } from "../errors";
import type { DayRow } from "./move-day";

/** The row of a day; `for update` locks it until the transaction ends. Throws ServiceError `not-found`. */
export async function loadDay(
  db: Database | Transaction,
  dayIndex: number,
  lock: "for update" | "no lock" = "no lock",
): Promise<DayRow> {
  const query = db.select().from(day).where(eq(day.dayIndex, dayIndex));
  const [row] = lock === "for update" ? await query.for("update") : await query;
  if (!row) throw new ServiceError("not-found", `there is no day ${dayIndex}`);
  return row;
}
