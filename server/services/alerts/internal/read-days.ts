import { and, eq, isNull, ne, or } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { day, dayTransition } from "@/db/schema";
import type { ApprovalNow } from "@/server/domain/monitoring/notifications-of-approval";
import type { DayNow } from "@/server/domain/monitoring/notifications-of-day";
import type { DayIndex } from "@/server/domain/units";
import { findApproval } from "../../approval/read-approval";
import type { ListedHearer } from "../../people/list-hearers";

export async function readDayNow(tx: Transaction, dayIndex: DayIndex): Promise<DayNow | null> {
  const [row] = await tx.select().from(day).where(eq(day.dayIndex, dayIndex));
  if (!row) return null;
  const { state, totalLovelace: lovelace, outputs, batches, stopReason } = row;
  return { state, lovelace, outputs, batches, stopReason, stops: await countStops(tx, dayIndex) };
}

export async function readApprovalNow(
  tx: Transaction,
  dayIndex: DayIndex,
  people: readonly ListedHearer[],
): Promise<ApprovalNow | null> {
  const open = await findApproval(tx, dayIndex);
  if (open === null) return null;
  const { toSign, untilMs, approvals, threshold, canSign } = open;
  const { kind: of, lovelace, deadlineMs } = toSign;
  const mayStillSign = people.filter(canSign).map(({ id }) => id);
  const stops = await countStops(tx, dayIndex);
  return { dayIndex, of, lovelace, deadlineMs, untilMs, approvals, threshold, mayStillSign, stops };
}

function countStops(tx: Transaction, dayIndex: DayIndex): Promise<number> {
  const { fromState, toState } = dayTransition;
  const isStop = and(eq(toState, "FROZEN"), or(isNull(fromState), ne(fromState, "FROZEN")));
  return tx.$count(dayTransition, and(eq(dayTransition.dayIndex, dayIndex), isStop));
}
