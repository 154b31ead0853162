import { auditKeysOf } from "@/db/audit-keys";
import { aloneBeside, createBeside } from "@/db/beside";
import { closeDatabase, connectDatabase, type Database } from "@/db/client";
import type { DayIndex } from "@/server/domain/units";
import type { PayoutContext } from "@/server/services/payout/payout-context";
import { compareScans, type ScanComparison } from "@/server/services/scan/compare-scans";
import { daysReadFrom } from "@/server/services/scan/days-read-from";
import { followTheSame } from "@/server/services/scan/follow-the-same";
import { operationsInForce } from "@/server/services/settings-in-force";
import { readToTip } from "./read-to-tip";

export type Told = { readonly ok: boolean; readonly [fact: string]: unknown };
export type Tell = (text: string) => void;

/**
 * Scans once more from the beginning, into tables beside the live ones, and compares. The live ones are only read. The
 * others stay until they are swapped in or dropped; the next rescan goes on with them.
 */
export function rescan(ctx: PayoutContext, url: string, tell: Tell): Promise<Told> {
  return aloneBeside(url, async () => {
    const isNew = await createBeside(url);
    tell(isNew ? "Scanned into new tables, beside the live ones." : "The rescan that is there goes on.");
    return withRescan(ctx, url, async (fresh) => {
      const told = await readOnAndCompare(ctx, fresh, tell);
      if ("isBehind" in told) return told.isBehind;
      const days = told.lowest === null ? [] : await daysReadFrom(ctx.db, told.lowest);
      sayComparison({ ...told, days }, tell);
      const next = isAgreed(told) ? "puts it in the live scan's place" : "refuses while they differ";
      tell(`The rescan is kept: npm run scan -- swap ${next}, drop removes it.`);
      return { ok: isAgreed(told), atTip: true, ...told, days };
    });
  });
}

/** With the rescan's tables by a connection of their own. */
export async function withRescan<T>(
  { db }: Pick<PayoutContext, "db">,
  url: string,
  work: (fresh: Database) => Promise<T>,
): Promise<T> {
  const fresh = await connectDatabase(url, { isBeside: true, auditKeys: auditKeysOf(db) });
  try {
    return await work(fresh);
  } finally {
    await closeDatabase(fresh);
  }
}

/** What came of it, in full where it could not be read to the tip. Throws ServiceError. */
export async function readOnAndCompare(
  ctx: PayoutContext,
  fresh: Database,
  tell: Tell,
): Promise<ScanComparison | { readonly isBehind: Told }> {
  await followTheSame(ctx.db, fresh);
  const { isAtTip, detail, progress } = await readToTip({ ...ctx, db: fresh }, tell);
  if (!isAtTip) {
    tell(`The rescan could not be read to the tip: ${detail}`);
    return { isBehind: { ok: false, atTip: false, height: progress.height, tip: progress.tipHeight } };
  }
  tell("Compared, row by row.");
  const { snapshotDepth } = await operationsInForce(ctx.db);
  return compareScans(ctx.db, fresh, snapshotDepth);
}

const isAgreed = ({ differences, unsettled }: ScanComparison) => differences === 0 && unsettled === 0;

/** In words, with the rows that differ and the days that were read from the first of them on. */
export function sayComparison(compared: ScanComparison & { readonly days: readonly DayIndex[] }, tell: Tell): void {
  const { height, rows, differences, lowest, shown, unsettled, days } = compared;
  tell(
    `${rows} rows up to block ${height}: ${differences} differ${differences > 0 ? `, from block ${lowest} on` : ""}.`,
  );
  if (unsettled > 0) tell(`${unsettled} plays have a known player in one of them only: nothing can be said of those.`);
  for (const { table, key, live, fresh } of shown) {
    tell(`  ${table}: ${key}\n    ours:   ${live ?? "not there"}\n    rescan: ${fresh ?? "not there"}`);
  }
  if (days.length > 0) tell(`Days that were read at or above that block: ${days.join(", ")}`);
}
