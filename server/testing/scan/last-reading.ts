import type { Context } from "@/server/services/context";
import { loadFollowed } from "@/server/services/followed/followed";
import { loadPoolRow } from "@/server/services/pool/load-pool";
import { checkRead } from "@/server/services/scan/check-read";

/** What is done once more before a day is calculated, with a snapshot as late as what is read. Null: all is right. */
export async function readDayOnceMore(ctx: Context): Promise<string | null> {
  const pool = await loadPoolRow(ctx.db);
  if (!pool) throw new Error("there is no pool");
  const followed = await loadFollowed(ctx.db, pool.row);
  const to = Math.min(...followed.map(({ readHeight }) => readHeight));
  const checked = await checkRead(
    ctx,
    followed.map(({ id }) => id),
    { since: null, to },
  );
  return checked.ok ? null : checked.problem;
}
