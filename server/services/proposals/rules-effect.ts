import { and, desc, inArray, isNotNull, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { day } from "@/db/schema";
import { SETTLED_DAY_STATES } from "@/server/domain/day/states";
import { compareDays } from "@/server/domain/rewards/compare-days";
import type { DayEffect } from "@/server/domain/rules/effect";
import type { Rules } from "@/server/domain/rules/rules";
import type { Context } from "../context";
import { calculateFromTables, readDayInput } from "../day/calculate";
import type { DayRow } from "../day/move-day";
import { isStillOurs, loadSnapshot } from "../day/snapshot";
import { ServiceError } from "../errors";
import { followedBy } from "../followed/followed";
import { type LivePool, loadLivePool, whyNoPool } from "../pool/load-pool";
import { rulesOfVersion } from "../settings-in-force";

/** The most that may be calculated from while others wait. */
export type EffectBounds = { readonly days: number; readonly mostOutputs: number; readonly mostPlays: number };

/** For a page: a second or two in all. */
export const PAGE_BOUNDS: EffectBounds = { days: 3, mostOutputs: 5_000, mostPlays: 200_000 };
/** For a command, which holds nobody up. */
export const COMMAND_BOUNDS: EffectBounds = { days: 3, mostOutputs: 2_000_000, mostPlays: 50_000_000 };

const MOST_NAMED = 3;

/**
 * What the last days that are paid or closed would have paid by other rules, newest first: each calculated by its own
 * rules and by these, from the snapshot and what was owed then. A day's effect on the next one is not in it. Throws
 * ServiceError `unavailable` without a pool.
 */
export async function rulesEffect(
  { db }: Pick<Context, "db">,
  rules: Rules,
  bounds: EffectBounds,
): Promise<DayEffect[]> {
  const pool = await loadLivePool(db);
  if (!pool) throw new ServiceError("unavailable", await whyNoPool(db));
  const days = await db
    .select()
    .from(day)
    .where(and(inArray(day.state, [...SETTLED_DAY_STATES]), isNotNull(day.lineSetId)))
    .orderBy(desc(day.dayIndex))
    .limit(bounds.days);
  const effects: DayEffect[] = [];
  for (const row of days)
    effects.push({ dayIndex: row.dayIndex, ...(await effectOn(db, row, { rules, pool, bounds })) });
  return effects;
}

type Asked = { readonly rules: Rules; readonly pool: LivePool; readonly bounds: EffectBounds };
type Effect = DayEffect extends infer E ? (E extends DayEffect ? Omit<E, "dayIndex"> : never) : never;

async function effectOn(db: Database, row: DayRow, { rules, pool, bounds }: Asked): Promise<Effect> {
  const snapshot = await loadSnapshot(db, row);
  if (!(await isStillOurs(db, snapshot))) return { kind: "unknown", why: "read-again" };
  const { rules: own } = await rulesOfVersion(db, snapshot.rulesVersion);
  for (const each of [own, rules]) {
    const { asset, game, readHeight } = await followedBy(db, each);
    if (asset === null || game === null || readHeight < snapshot.height)
      return { kind: "unknown", why: "not-followed" };
    const isSmall =
      (await hasAtMost(db, "asset_utxo", { where: "asset_id", id: asset, most: bounds.mostOutputs })) &&
      (await hasAtMost(db, "participation", { where: "rule_id", id: game, most: bounds.mostPlays }));
    if (!isSmall) return { kind: "unknown", why: "too-large" };
  }
  const input = await readDayInput(db, snapshot);
  const before = await calculateFromTables({ db }, row, input, { rules: own, pool });
  const after = await calculateFromTables({ db }, row, input, { rules, pool });
  return { kind: "calculated", ...compareDays(before, after, MOST_NAMED) };
}

/** Whether a table has no more rows of one subject; stops counting there. */
async function hasAtMost(
  db: Database,
  table: "asset_utxo" | "participation",
  { where, id, most }: { readonly where: "asset_id" | "rule_id"; readonly id: number; readonly most: number },
): Promise<boolean> {
  const unspent = table === "asset_utxo" ? sql`and spent_height is null` : sql``;
  const [row] = await db.execute<{ over: boolean }>(sql`
    select count(*) > ${most} as over from (
      select 1 from ${sql.identifier(table)} where ${sql.identifier(where)} = ${id} ${unspent} limit ${most + 1}
    ) t`);
  return row?.over === false;
}
