import { and, eq, inArray, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { blockHeader, sourceHealth, sourceState } from "@/db/schema";
import { ChainSourceError } from "@/server/chain/sources/error";
import type { BlockHeader, ChainWitness } from "@/server/domain/ports";
import { BEHIND_BLOCKS, isBehindOthers, RETURN_AFTER_MS } from "@/server/domain/source/health";
import type { SourceName } from "@/server/domain/source/names";
import type { Height, Hex, PosixMs } from "@/server/domain/units";
import type { Logger } from "@/server/logger";
import { sayContradiction } from "@/server/words/scan-contradiction";
import { operationsInForce } from "../../settings-in-force";
import { type Found, type HealthRow, writeFound } from "./health-rows";

/** How often a source that is not read from is asked how it is: 720 calls a day. One that waits to be used, oftener. */
const STANDBY_MS = 120_000;
const RETURNING_MS = RETURN_AFTER_MS / 3;
/** A tip may be of a small fork; so many in a row are not. */
const DIFFERENT_TIPS = 3;
/** A source that contradicts itself or our books so often is doubted, where there is another. */
const STUCK_TRIES = 5;
/** So is one that nothing new was read from for so long, and a rest, while another has blocks that follow. */
const NOTHING_NEW_MS = 5 * 60_000;
const DOUBT_MS = 10 * 60_000;

type Probing = {
  readonly db: Database;
  readonly log: Logger;
  readonly witnesses: ReadonlyMap<SourceName, ChainWitness>;
  /** The newest block of our books, and since when it is, as this process has seen it. Set here. */
  readonly stands: { hash: Hex | null; sinceMs: PosixMs };
};

/**
 * Asks the sources whose turn it is for their tips, all at once, and the one that is read from with them: so a chain
 * that stands still is told from a source that does. `rows` are in the order of the settings.
 */
export async function probeSources(probing: Probing, rows: readonly HealthRow[]): Promise<void> {
  const { db, log, witnesses } = probing;
  const nowMs = Date.now();
  await doubtIfStuck(probing, rows, nowMs);
  const due = await claim(db, rows, nowMs);
  if (due.length === 0) return;
  const chosen = rows.filter((row) => row.chosenMs !== null && row.state !== "away" && row.state !== "resting");
  const asked = [...due, ...chosen.filter(({ name }) => !due.some((row) => row.name === name))];
  const tips = await Promise.all(asked.map(({ name }) => tipOf(witnesses.get(name))));
  // A doubtful one's tip may be invented: nobody is behind that. Nor behind a witness', which never is read from.
  const isAhead = (row: HealthRow | undefined) => isBelieved(row) && row?.hasBytes;
  const best = Math.max(...tips.map((tip, at) => (isAhead(asked[at]) ? (tip?.height ?? -1) : -1)));
  for (const [at, row] of asked.entries()) {
    const tip = tips[at];
    // Whoever put the question has noted why there is no answer.
    if (tip)
      await judge(db, row, { tip, best }).catch((error: unknown) => log.warn({ err: error }, "a probe was lost"));
  }
}

async function tipOf(witness: ChainWitness | undefined): Promise<BlockHeader | null> {
  try {
    return (await witness?.tip()) ?? null;
  } catch (error) {
    if (error instanceof ChainSourceError) return null;
    throw error;
  }
}

/** Those that are due, each taken by one instance. */
async function claim(db: Database, rows: readonly HealthRow[], nowMs: PosixMs): Promise<HealthRow[]> {
  const at = rows.findIndex(({ chosenMs }) => chosenMs !== null);
  const due = rows.filter((row, index) => row.chosenMs === null && isDue(row, nowMs, at < 0 || index < at));
  const away = rows.filter((row) => row.chosenMs !== null && row.nextTryMs !== null && row.nextTryMs <= nowMs);
  const wanted = [...due, ...away];
  if (wanted.length === 0) return [];
  const taken = await db
    .update(sourceHealth)
    .set({ lookedAtMs: nowMs })
    .where(
      and(
        inArray(
          sourceHealth.name,
          wanted.map(({ name }) => name),
        ),
        sql`(${sourceHealth.name}, ${sourceHealth.lookedAtMs}) in (${sql.join(
          wanted.map(({ name, lookedAtMs }) => sql`(${name}, ${lookedAtMs}::bigint)`),
          sql`, `,
        )})`,
      ),
    )
    .returning({ name: sourceHealth.name });
  return wanted.filter((row) => taken.some(({ name }) => name === row.name));
}

function isDue({ state, nextTryMs, lookedAtMs }: HealthRow, nowMs: PosixMs, isPreferred: boolean): boolean {
  if (nextTryMs !== null) return nextTryMs <= nowMs;
  const everyMs = state === "good" && isPreferred ? RETURNING_MS : STANDBY_MS;
  // A time in the future is of a clock that was put back since.
  return Math.abs(nowMs - lookedAtMs) >= everyMs;
}

type Answers = { readonly tip: BlockHeader; readonly best: Height };

async function judge(db: Database, row: HealthRow, { tip, best }: Answers): Promise<void> {
  const { name } = row;
  const differing = await countDiffering(db, row);
  const found = foundOf(row, { tip, best }, differing);
  await writeFound(db, name, found, Date.now());
  await db
    .update(sourceHealth)
    .set({
      tipHeight: tip.height,
      tipHash: tip.hash,
      tipTimeMs: tip.timeMs,
      differing,
      goodProbes: found.state === "good" && differing === 0 ? sql`${sourceHealth.goodProbes} + 1` : 0,
    })
    .where(eq(sourceHealth.name, name));
}

function foundOf(row: HealthRow, { tip, best }: Answers, differing: number): Found {
  if (differing >= DIFFERENT_TIPS) {
    const reason = `it tells another block ${row.tipHeight} than the one that was read from the chain (${row.tipHash})`;
    return { state: "differs", reason };
  }
  if (isBehindOthers(tip.height, best, row.state === "behind")) {
    return { state: "behind", reason: `it is at block ${tip.height} while another source is at block ${best}` };
  }
  const isDoubted = row.state === "doubtful" && (row.nextTryMs ?? 0) > Date.now();
  if (isDoubted) return { state: "doubtful", reason: row.reason, nextTryMs: row.nextTryMs };
  return { state: "good", reason: null };
}

/** Its last tip is old enough by now to be in our books, if they reach that far. Costs no question. */
async function countDiffering(db: Database, { tipHeight, tipHash, differing }: HealthRow): Promise<number> {
  if (tipHeight === null) return 0;
  const [ours] = await db.select({ hash: blockHeader.hash }).from(blockHeader).where(eq(blockHeader.height, tipHeight));
  if (!ours) return differing;
  return ours.hash === tipHash ? 0 : differing + 1;
}

const isBelieved = (row: HealthRow | undefined) => row?.state === "good" || row?.state === "behind";

/**
 * The source that is read from contradicts itself or our books again and again, or goes on to tell its tip, and no
 * blocks that follow ours: another one may be right.
 */
async function doubtIfStuck({ db, stands }: Probing, rows: readonly HealthRow[], nowMs: PosixMs): Promise<void> {
  const chosen = rows.find(({ chosenMs }) => chosenMs !== null);
  const [scan] = await db.select().from(sourceState);
  if (!scan) return;
  if (stands.hash !== scan.hash) Object.assign(stands, { hash: scan.hash, sinceMs: nowMs });
  if (chosen?.state !== "good" || nowMs - (chosen.chosenMs ?? 0) < STANDBY_MS) return;
  const ahead = Math.max(-1, ...rows.map((row) => (row !== chosen && isBelieved(row) ? (row.tipHeight ?? -1) : -1)));
  let reason: string;
  if (scan.contradiction && scan.tries >= STUCK_TRIES) reason = sayContradiction(scan.contradiction);
  else if (ahead - scan.height >= BEHIND_BLOCKS && nowMs - stands.sinceMs >= NOTHING_NEW_MS) {
    const { restMs } = await operationsInForce(db);
    if (nowMs - stands.sinceMs < NOTHING_NEW_MS + restMs) return;
    reason = `nothing after block ${scan.height} can be read from it, while another source is at block ${ahead}`;
  } else return;
  await writeFound(db, chosen.name, { state: "doubtful", reason, nextTryMs: nowMs + DOUBT_MS }, nowMs);
}
