import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { dayIndexOf, dayStartMs } from "@/server/domain/day/calendar";
import { contentHashOf } from "@/server/domain/hash";
import type { DayIndex, Height, PosixMs } from "@/server/domain/units";
import { chainNow } from "../chain-now";
import type { Context } from "../context";
import { keepFor } from "../keep-for";
import { loadLivePool } from "../pool/load-pool";
import { type Game, readGame } from "./internal/read-game";

/** The game as pages show it; amounts in lovelace as decimal text, times in POSIX milliseconds. */
export type GameNow = Omit<Game, "lastEntries"> & {
  readonly height: Height;
  readonly timeMs: PosixMs;
  readonly dayIndex: DayIndex;
  readonly poolLovelace: string;
  readonly lastEntries: readonly (Omit<Game["lastEntries"][number], "lovelace"> & { readonly lovelace: string })[];
};

/** What public pages follow. Public as a whole: everybody is told the same. */
export type PublicPulse = {
  /** Changes when a day, a signature or a payment has moved: then a public page should be read again. */
  readonly version: string;
  /** Null before there is a pool or a block. */
  readonly game: GameNow | null;
};

/** The same for all who ask within two seconds, by the machine's clock: nothing follows from it. */
export const publicPulse = keepFor(2_000, readPublicPulse);

/** As it is in the database now. */
export async function readPublicPulse({ db }: Pick<Context, "db">): Promise<PublicPulse> {
  const [version, game] = await Promise.all([readVersion(db), readGameNow(db)]);
  return { version, game };
}

/** Entries of the audit log that are looked at, however many concern no day: anybody can cause some by signing in. */
const NEWEST = 1_000;

/** The newest entry about a day, hashed, so that strangers learn no counts of ours. */
async function readVersion(db: Database): Promise<string> {
  const [row] = await db.execute<{ last: string | null }>(sql`
    select max(sequence)::text as last from audit_event
    where sequence > (select max(sequence) from audit_event) - ${NEWEST}::int and subject like 'day:%'`);
  return contentHashOf(`pulse ${row?.last}`).slice(0, 32);
}

async function readGameNow(db: Database): Promise<GameNow | null> {
  const [now, pool] = await Promise.all([chainNow(db), loadLivePool(db)]);
  if (!now || !pool) return null;
  const { intervalMs } = pool.settings;
  const dayIndex = dayIndexOf(now.timeMs, intervalMs);
  const game = await readGame(db, dayIndex, dayStartMs(dayIndex, intervalMs));
  return {
    ...game,
    height: now.height,
    timeMs: now.timeMs,
    dayIndex,
    poolLovelace: String(pool.held.lovelace),
    lastEntries: game.lastEntries.map((entry) => ({ ...entry, lovelace: String(entry.lovelace) })),
  };
}
