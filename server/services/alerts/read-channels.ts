import { sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import type { Channel, Channels } from "@/server/domain/monitoring/channel";
import { PERSONS } from "@/server/domain/monitoring/wants";
import type { PosixMs } from "@/server/domain/units";

/** What became of a channel's messages. */
export type Traffic = {
  /** Of the last seven days. */
  readonly lastSentMs: PosixMs | null;
  readonly waiting: number;
  /** How long the oldest of those has waited; null if none waits. */
  readonly oldestWaitsMs: number | null;
  /** Within the last hour. */
  readonly givenUpLately: number;
  /** Why the newest that failed did; null where none has failed since one was sent. */
  readonly problem: string | null;
};

export type ChannelView = Omit<Channel, "send"> & Traffic;

const LATELY_MS = 60 * 60_000;
const LAST_SENT_MS = 7 * 24 * 60 * 60_000;
const QUIET: Traffic = { lastSentMs: null, waiting: 0, oldestWaitsMs: null, givenUpLately: 0, problem: null };

/** The ways to persons, which are one to whoever looks after them. */
const TO_PERSONS = { name: "people", kind: "smtp", audience: "staff", lowestPriority: 4, isEscalation: false } as const;

/** The channels of CHANNELS_FILE, and the way to persons if there is one, each with its traffic. */
export async function readChannels(
  db: Database | Transaction,
  { all, mailTo, telegramTo }: Channels,
  nowMs: PosixMs,
): Promise<ChannelView[]> {
  const traffic = await readTraffic(db, nowMs);
  const own = all.map(({ send: _, ...channel }) => ({ ...channel, ...(traffic.get(channel.name) ?? QUIET) }));
  const toPersons = mailTo || telegramTo ? [{ ...TO_PERSONS, ...(traffic.get(PERSONS) ?? QUIET) }] : [];
  return [...own, ...toPersons];
}

type Row = {
  readonly lane: string;
  readonly last_sent: string | null;
  readonly waiting: number;
  readonly oldest: string | null;
  readonly given_up: number;
  readonly problem: string | null;
};

async function readTraffic(db: Database | Transaction, nowMs: PosixMs): Promise<Map<string, Traffic>> {
  const since = (ms: number) => new Date(nowMs - ms).toISOString();
  const rows = await db.execute<Row>(sql`
    with told as (
      select state, problem, queued_at, coalesce(ended_at, next_try_at) as tried_at,
        case when starts_with(channel, ${PERSONS}) then ${PERSONS} else channel end as lane
      from delivery
      where state = 'waiting' or (state = 'given-up' and ended_at > ${since(LATELY_MS)})
        or (state = 'sent' and ended_at > ${since(LAST_SENT_MS)})
    ), sent as (select lane, max(tried_at) as at from told where state = 'sent' group by lane)
    select told.lane, max(sent.at) as last_sent,
      count(*) filter (where state = 'waiting')::int as waiting,
      min(queued_at) filter (where state = 'waiting') as oldest,
      count(*) filter (where state = 'given-up')::int as given_up,
      (array_agg(problem order by tried_at desc) filter (where state <> 'sent' and problem is not null
        and (sent.at is null or tried_at > sent.at)))[1] as problem
    from told left join sent on sent.lane = told.lane group by told.lane`);
  return new Map(rows.map((row) => [row.lane, trafficOf(row, nowMs)]));
}

function trafficOf({ last_sent, waiting, oldest, given_up, problem }: Row, nowMs: PosixMs): Traffic {
  return {
    lastSentMs: last_sent === null ? null : Date.parse(last_sent),
    waiting,
    oldestWaitsMs: oldest === null ? null : Math.max(0, nowMs - Date.parse(oldest)),
    givenUpLately: given_up,
    problem,
  };
}
