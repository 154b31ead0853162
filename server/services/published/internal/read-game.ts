import { and, asc, count, countDistinct, desc, eq, gte, isNotNull } from "drizzle-orm";
import type { Database } from "@/db/client";
import { blockHeader, identity, participation } from "@/db/schema";
import type { DayIndex, Height, Hex, Identity, Lovelace, PosixMs } from "@/server/domain/units";
import { followedBy } from "../../followed/followed";
import { rulesInForce } from "../../settings-in-force";

type GameEntry = {
  readonly txHash: Hex;
  readonly height: Height;
  readonly timeMs: PosixMs;
  /** Null if the entry counts for nobody. */
  readonly identity: Identity | null;
  readonly lovelace: Lovelace;
};

/** The game as we have read it: what counts for somebody, and the newest entries whether they do or not. */
export type Game = {
  readonly entriesToday: number;
  readonly playersToday: number;
  readonly entries: number;
  readonly lastEntries: readonly GameEntry[];
};

const LAST_ENTRIES = 5;

/** Payments to the game's address, up to our newest block. `fromMs`: when the day began that is called today. */
export async function readGame(db: Database, today: DayIndex, fromMs: PosixMs): Promise<Game> {
  const inForce = await rulesInForce(db, today);
  const game = inForce ? (await followedBy(db, inForce.rules)).game : null;
  const { txHash, height, timeMs, lovelace, identityId } = participation;
  const isOfGame = eq(participation.ruleId, game ?? -1);
  const [first] = await db
    .select({ height: blockHeader.height })
    .from(blockHeader)
    .where(gte(blockHeader.timeMs, fromMs))
    .orderBy(asc(blockHeader.timeMs))
    .limit(1);
  const [ofToday] = first
    ? await db
        .select({ entries: count(identityId), players: countDistinct(identityId) })
        .from(participation)
        .where(and(isOfGame, gte(height, first.height)))
    : [];
  const lastEntries = await db
    .select({ txHash, height, timeMs, identity: identity.text, lovelace })
    .from(participation)
    .leftJoin(identity, eq(identity.id, identityId))
    .where(isOfGame)
    .orderBy(desc(height), desc(txHash))
    .limit(LAST_ENTRIES);
  return {
    entriesToday: ofToday?.entries ?? 0,
    playersToday: ofToday?.players ?? 0,
    entries: await db.$count(participation, and(isOfGame, isNotNull(identityId))),
    lastEntries,
  };
}
