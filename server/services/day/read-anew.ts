import type { Transaction } from "@/db/client";
import type { Closing } from "@/server/domain/day/closing";
import { closedDaysAfter } from "./closed-days-after";
import { type DayRow, type MoveRecord, moveDay } from "./move-day";

/** What a day has only because it was read. That people have closed it is no such thing: it is read again as closed. */
export const UNREAD = {
  snapshotId: null,
  lineSetId: null,
  reportHash: null,
  commitment: null,
  planDigest: null,
  deadlineMs: null,
  signedFor: null,
  totalLovelace: null,
  outputs: null,
  batches: null,
  findings: null,
  doubt: null,
  stopReason: null,
  frozenFrom: null,
} as const satisfies Partial<DayRow>;

/**
 * Back to OPEN: the day is read at its last block as the chain is then, by the rules in force then. Only while nothing
 * that was signed for it can land. One that people have closed stays so, unless they give `closing` as null.
 */
export async function readAnew(
  tx: Transaction,
  day: DayRow,
  how: MoveRecord,
  closing: Closing | null = day.closing,
): Promise<void> {
  await moveDay(tx, day, "readAnew", { ...how, set: { ...UNREAD, closing } });
  await reopenAfter(tx, day, how);
}

/** The same by two people who close it: it is read to pay nothing, and all that it owes is carried. */
export async function closeCarried(tx: Transaction, day: DayRow, how: MoveRecord, closing: Closing): Promise<void> {
  await moveDay(tx, day, "closeCarried", { ...how, set: { ...UNREAD, closing } });
  await reopenAfter(tx, day, how);
}

/** The same of a day that was signed for, once none of these signatures can be used any more. */
export async function voidPlan(tx: Transaction, day: DayRow, how: MoveRecord): Promise<void> {
  await moveDay(tx, day, "voidPlan", { ...how, set: UNREAD });
  await reopenAfter(tx, day, how);
}

/** CLOSED days that stand on this one's report carry what it carried, so they are read again too. */
export async function reopenAfter(
  tx: Transaction,
  { dayIndex }: Pick<DayRow, "dayIndex">,
  { actor, atMs }: Omit<MoveRecord, "detail">,
): Promise<void> {
  const detail = `day ${dayIndex}, which it builds on, is read again`;
  for await (const next of closedDaysAfter(tx, dayIndex)) {
    await moveDay(tx, next, "reopen", { actor, atMs, detail, set: UNREAD });
  }
}
