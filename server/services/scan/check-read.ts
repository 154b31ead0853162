import { inArray, sql } from "drizzle-orm";
import { followed } from "@/db/schema";
import type { Height } from "@/server/domain/units";
import type { Context } from "../context";
import { type Checked, checkRange } from "./check-range";

/** Heights compared at once: what is compared is remembered, so that a long history is not begun again. */
const HEIGHTS_AT_ONCE = 50_000;

/**
 * Compares what decides a day with what the source says now: all that was read of these subjects up to a height and was
 * not compared before, history before the pool included; and again what was read since the day before.
 */
export async function checkRead(
  ctx: Context,
  subjects: readonly number[],
  { since, to }: { readonly since: Height | null; readonly to: Height },
): Promise<Checked> {
  const rows = await ctx.db
    .select()
    .from(followed)
    .where(inArray(followed.id, [...subjects]));
  const checked = Math.min(...rows.map(({ checkedHeight }) => checkedHeight));
  for (let from = Math.min(checked, since ?? checked) + 1; from <= to; from += HEIGHTS_AT_ONCE) {
    const range = { from, to: Math.min(from + HEIGHTS_AT_ONCE - 1, to) };
    const found = await checkRange(ctx, subjects, range);
    if (!found.ok) return found;
    const checkedHeight = sql`greatest(${followed.checkedHeight}, least(${followed.readHeight}, ${range.to}))`;
    await ctx.db
      .update(followed)
      .set({ checkedHeight })
      .where(inArray(followed.id, [...subjects]));
  }
  return { ok: true };
}
