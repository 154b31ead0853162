import type { Transaction } from "@/db/client";
import { type DayRow, type MoveRecord, moveDay } from "./move-day";

/** What a day has only because it was read. */
export const UNREAD = {
  snapshotId: null,
  lineSetId: null,
  reportHash: null,
  commitment: null,
  planDigest: null,
  deadlineMs: null,
  totalLovelace: null,
  outputs: null,
  batches: null,
  findings: null,
  doubt: null,
} as const satisfies Partial<DayRow>;

/** Back to OPEN: the day is read at its last block as the chain is then. Only while nobody has signed for it. */
export async function readAnew(tx: Transaction, day: DayRow, how: MoveRecord): Promise<void> {
  await moveDay(tx, day, "readAnew", { ...how, set: UNREAD });
}
