import type { Height } from "@/server/domain/units";
import type { Context } from "@/server/services/context";
import { loadFollowed } from "@/server/services/followed/followed";
import { loadPoolRow } from "@/server/services/pool/load-pool";
import { askOnceMore } from "@/server/services/scan/ask-once-more";
import { checkRange } from "@/server/services/scan/check-range";
import { checkRead } from "@/server/services/scan/check-read";

async function loadRead({ db }: Context) {
  const pool = await loadPoolRow(db);
  if (!pool) throw new Error("there is no pool");
  const followed = await loadFollowed(db, pool.row);
  return { subjects: followed.map(({ id }) => id), to: Math.min(...followed.map(({ readHeight }) => readHeight)) };
}

/**
 * What is done once more before a day is calculated, with a snapshot as late as what is read; `since` is that of the
 * day before. Null: all is right.
 */
export async function readDayOnceMore(ctx: Context, since: Height | null = null): Promise<string | null> {
  await askOnceMore(ctx);
  const { subjects, to } = await loadRead(ctx);
  const checked = await checkRead(ctx, subjects, { since, to });
  return checked.ok ? null : checked.problem;
}

/** The same, while the source lies: for what it does, and no day follows from it. */
export async function lookBack(ctx: Context): Promise<string> {
  const { subjects, to } = await loadRead(ctx);
  const checked = await checkRange(ctx, subjects, { from: 0, to });
  return checked.ok ? "all agrees" : checked.problem;
}
