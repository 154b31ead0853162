import { count, isNull, min, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { outbox } from "@/db/schema";
import { ageSeconds, type Figure, known } from "@/server/domain/monitoring/figures";

type Row = { channel: string; waiting: number; oldestMs: number | null; givenUp: number };

/** Messages to people, whose channels are `person:` and an id, are counted together. */
export async function readMessages(db: Database, nowMs: number): Promise<Figure[]> {
  const anHourAgo = new Date(nowMs - 3_600_000).toISOString();
  const channels = await db.execute<Row>(sql`
    select case when channel like 'person:%' then 'people' else channel end as channel,
      (count(*) filter (where state = 'waiting'))::int as waiting,
      (extract(epoch from min(queued_at) filter (where state = 'waiting')) * 1000)::float8 as "oldestMs",
      (count(*) filter (where state = 'given-up'))::int as "givenUp"
    from delivery where state = 'waiting' or ended_at >= ${anHourAgo} group by 1`);
  const [events] = await db
    .select({ waiting: count(), oldest: min(outbox.writtenAt) })
    .from(outbox)
    .where(isNull(outbox.deliveredAt));
  return [
    ...channels.flatMap(({ channel, waiting, oldestMs, givenUp }) => [
      ...known("oracle_deliveries_waiting", waiting, { channel }),
      ...known("oracle_delivery_oldest_seconds", ageSeconds(nowMs, oldestMs) ?? 0, { channel }),
      ...known("oracle_deliveries_given_up", givenUp, { channel }),
    ]),
    ...known("oracle_events_waiting", events?.waiting),
    ...known("oracle_event_oldest_seconds", ageSeconds(nowMs, events?.oldest?.getTime()) ?? 0),
  ];
}
