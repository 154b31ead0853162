import { closeDatabase, connectDatabase } from "@/db/client";
import { migrateDatabase } from "@/db/migrate";
import type { PayoutContext } from "@/server/services/payout/payout-context";
import { compareScans } from "@/server/services/scan/compare-scans";
import { daysReadFrom } from "@/server/services/scan/days-read-from";
import { followTheSame } from "@/server/services/scan/follow-the-same";
import { operationsInForce } from "@/server/services/settings-in-force";
import { createBeside, type DatabaseBeside, databaseBeside, dropBeside } from "./database-beside";
import { readToTip } from "./read-to-tip";

type Told = { readonly ok: boolean; readonly [fact: string]: unknown };
type Tell = (text: string) => void;

/**
 * Scans once more from the beginning, into a database beside the live one, and compares. The live one is only read. The
 * other is removed where they agree, and kept where they do not, or where it is not at the tip: then it goes on the
 * next time.
 */
export async function rescan(ctx: PayoutContext, liveUrl: string, tell: Tell): Promise<Told> {
  const beside = databaseBeside(liveUrl);
  const isNew = await createBeside(liveUrl, beside);
  tell(isNew ? `Scanned into a new database, ${beside.name}.` : `The scan in the database ${beside.name} goes on.`);
  const told = await scanAndCompare(ctx, beside, tell);
  if (!told.ok)
    tell(`The database ${beside.name} is kept. npm run scan -- drop removes it, for a rescan from nothing.`);
  else if (!(await dropBeside(liveUrl, beside))) tell(`${beside.name} is in use: npm run scan -- drop removes it.`);
  return told;
}

async function scanAndCompare(ctx: PayoutContext, { name, url }: DatabaseBeside, tell: Tell): Promise<Told> {
  await migrateDatabase(url);
  const fresh = await connectDatabase(url);
  try {
    await followTheSame(ctx.db, fresh);
    const { isAtTip, detail, progress } = await readToTip({ ...ctx, db: fresh }, tell);
    if (!isAtTip) {
      tell(`It could not be read to the tip: ${detail}`);
      return { ok: false, atTip: false, height: progress.height, tip: progress.tipHeight, database: name };
    }
    tell("Compared, row by row.");
    const { snapshotDepth } = await operationsInForce(ctx.db);
    const compared = await compareScans(ctx.db, fresh, snapshotDepth);
    const { height, rows, differences, lowest, shown, unsettled } = compared;
    const days = lowest === null ? [] : await daysReadFrom(ctx.db, lowest);
    tell(
      `${rows} rows up to block ${height}: ${differences} differ${differences > 0 ? `, from block ${lowest} on` : ""}.`,
    );
    if (unsettled > 0)
      tell(`${unsettled} plays have a known player in one of them only: nothing can be said of those.`);
    for (const { table, key, live, fresh: other } of shown) {
      tell(`  ${table}: ${key}\n    ours:   ${live ?? "not there"}\n    rescan: ${other ?? "not there"}`);
    }
    if (days.length > 0) tell(`Days that were read at or above that block: ${days.join(", ")}`);
    const ok = differences === 0 && unsettled === 0;
    return { ok, atTip: true, height, rows, differences, lowest, days, unsettled, shown, database: ok ? null : name };
  } finally {
    await closeDatabase(fresh);
  }
}
