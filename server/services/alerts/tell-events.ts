import { asc, inArray, isNull, sql } from "drizzle-orm";
import { ADVISORY_LOCKS } from "@/db/advisory-locks";
import type { Transaction } from "@/db/client";
import { DatabaseError, errorCode } from "@/db/errors";
import { outbox } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { readNotificationEvent } from "@/server/domain/monitoring/notification-events";
import type { Telling } from "@/server/domain/monitoring/telling";
import type { PosixMs } from "@/server/domain/units";
import type { Context } from "../context";
import { isWatchAlerting } from "../health/is-watch-alerting";
import { again, done, type JobResult } from "../job-result";
import { listHearers } from "../people/list-hearers";
import { notificationsOfEvent } from "./internal/notifications-of-event";
import { queueTidings, type Round } from "./internal/queue-tidings";

const EVENTS_A_STEP = 100;

/**
 * Tells of the events of the outbox, in order: each stands in the log, and what somebody is to hear is queued for them
 * in the transaction that marks the event as delivered. So none is lost, and none is told twice. A process without
 * channels leaves them to a watch that has some. Where there was none for a day, they end in the log.
 */
export async function tellEvents(
  { db, log }: Pick<Context, "db" | "log">,
  telling: Telling,
  nowMs: PosixMs,
): Promise<JobResult> {
  const hasChannels = telling.channels.all.length > 0;
  if (!hasChannels && (await isWatchAlerting(db, nowMs)))
    return done("left to the watch, which has channels: set CHANNELS_FILE here too");
  const told = await withTransaction(db, async (tx) => {
    // One process at a time: events are told in their order, and a later one takes back what an earlier one said.
    const [turn] = await tx.execute<{ taken: boolean }>(
      sql`select pg_try_advisory_xact_lock(${ADVISORY_LOCKS.tellEvents}) as taken`,
    );
    if (!turn?.taken) return null;
    const rows = await tx
      .select()
      .from(outbox)
      .where(isNull(outbox.deliveredAt))
      .orderBy(asc(outbox.id))
      .limit(EVENTS_A_STEP)
      .for("update", { skipLocked: true });
    if (rows.length === 0) return 0;
    const round = { ...telling, nowMs, people: hasChannels ? await listHearers(tx) : [] };
    for (const row of rows) {
      log.info({ event: row.event, payload: row.payload }, "event");
      if (!hasChannels) continue;
      await tellOne(tx, row, round).catch((error: unknown) => {
        // Of the database's errors the transaction does not go on: all of it is done again.
        if (errorCode(error) !== undefined || error instanceof DatabaseError) throw error;
        log.error(
          { err: error, event: row.event, id: row.id },
          "nobody is told of an event: nothing can be made of it",
        );
      });
    }
    const ids = rows.map(({ id }) => id);
    await tx
      .update(outbox)
      .set({ deliveredAt: new Date(nowMs) })
      .where(inArray(outbox.id, ids));
    return rows.length;
  });
  if (told === null) return done("another process tells of the events");
  const detail = `${told} events${hasChannels || told === 0 ? "" : ", in the log alone: no process has channels"}`;
  return told === EVENTS_A_STEP ? again(detail) : done(detail);
}

async function tellOne(tx: Transaction, row: typeof outbox.$inferSelect, round: Round): Promise<void> {
  const { id, event: name, payload, writtenAt } = row;
  const event = readNotificationEvent({ id, event: name, payload, atMs: writtenAt.getTime() });
  if (event === null) return;
  const tidings = await notificationsOfEvent(tx, event, round);
  await queueTidings(tx, tidings, round);
}
