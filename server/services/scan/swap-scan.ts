import { setTimeout as sleep } from "node:timers/promises";
import { and, eq, sql } from "drizzle-orm";
import { ADVISORY_LOCKS } from "@/db/advisory-locks";
import type { Database, Transaction } from "@/db/client";
import { BESIDE } from "@/db/driver-options";
import { DatabaseError, errorCode } from "@/db/errors";
import { isMigrated } from "@/db/migrate";
import { blockHeader, followed, sourceState } from "@/db/schema";
import { tell } from "@/db/tell";
import { visible } from "@/server/domain/shown";
import type { DayIndex } from "@/server/domain/units";
import { type Actor, appendAudit } from "../audit/append-audit";
import { LostRace } from "../lost-race";
import type { PayoutContext } from "../payout/payout-context";
import { revisePayments } from "../payout/revise-payments";
import { newestEpoch, raiseScanEpoch } from "../scan-epoch";
import { compareSince, type ScanComparison } from "./compare-scans";
import { daysReadFrom } from "./days-read-from";
import { whatDiffers } from "./follow-the-same";
import { loadState } from "./internal/cursor";
import { undoAbove } from "./internal/undo";

/** Live and rescan, by connections of their own (db/beside.ts). */
type Scans = Pick<PayoutContext, "db" | "crashAt"> & { readonly fresh: Database };

export type SwapOrder = {
  readonly actor: Actor;
  /** Why the rescan is to take the place of what differs from it; null: only where they agree. */
  readonly replaceReason: string | null;
};

export type SwapOutcome = ScanComparison & {
  readonly swapped: boolean;
  /** Those read at or above the lowest difference; of a swap they are read anew, or stop, unless they have ended. */
  readonly days: readonly DayIndex[];
};

/**
 * All that a scan has read of the chain, and how far it is. Nothing refers to their rows but by hash, height, or the
 * number in `followed`, which is the same in both. The epochs (scan_revision) stay: days and agreements name them.
 */
const SWITCHED = [
  ...["source_state", "followed", "block_header", "chain_transaction", "tx_bytes", "tx_bytes_missing"],
  ...["earlier_output", "asset_utxo", "pool_utxo", "participation"],
] as const;

/** So often it is tried to have the tables alone, which others read. */
const MOST_TRIES = 20;
/** Characters of a row in the audit log: one of a transaction may be as long as its outputs. */
const MOST_LOGGED = 500;
/** PostgreSQL's codes: not to be had in time, deadlock, could not be serialized. */
const BUSY = ["55P03", "40P01", "40001"];

/**
 * Puts a rescan in the place of the live scan, in one transaction, where it agrees with it (`compared`, and what has
 * come since); or in spite of differences. Throws LostRace, in words, where they cannot be compared as they are: read
 * the rescan on, compare, and call it again. The caller is alone with the rescan.
 */
export async function swapScan(scans: Scans, compared: ScanComparison, order: SwapOrder): Promise<SwapOutcome> {
  const wholeSince = await prepare(scans);
  for (let tries = 1; ; tries++) {
    try {
      return await scans.db.transaction((tx) => swapIn(tx, { ...scans, compared, order, wholeSince, tries }));
    } catch (error) {
      refuseInWords(error);
      const isBusy = BUSY.includes(errorCode(error) ?? "") || error instanceof ReadFromBefore;
      if (!isBusy) throw error;
      if (tries >= MOST_TRIES) {
        throw new LostRace("Others have read the tables all the while, perhaps in a long transaction or a backup.");
      }
      // A random part, so that it does not keep step with whoever is in the way.
      await sleep(250 * (0.5 + Math.random()));
    }
  }
}

/** What the database refuses whoever asks again, by PostgreSQL's codes. */
function refuseInWords(cause: unknown): void {
  const code = errorCode(cause);
  if (code === "42501") {
    const text =
      "The database's user may not take the place of the scan's tables: it must own them, and may create in the schema public.";
    throw new DatabaseError("login", `${text} Nothing was changed.`, { cause });
  }
  if (code === "2BP01") {
    const text = "Something else in the database depends on the scan's tables, perhaps a dashboard's view";
    throw new DatabaseError("schema-foreign", `${text}. Drop it, swap, and make it again. Nothing was changed.`, {
      cause,
    });
  }
}

/** Somebody reads by a snapshot that may be from before the rescan was whole. */
class ReadFromBefore extends Error {}

/**
 * What the live scan knows and a scan from nothing cannot: from which block on a late play counts, and up to where a
 * source was asked twice. Returns the moment from which whoever begins to read sees all of the rescan.
 */
async function prepare({ db }: Scans): Promise<string> {
  const [ours, theirs] = [sql`public.participation`, sql`${sql.identifier(BESIDE)}.participation`];
  await db.execute(sql`
    update ${theirs} n set known_height = o.known_height from ${ours} o
    where o.rule_id = n.rule_id and o.tx_hash = n.tx_hash and o.height = n.height and o.known_height <> n.known_height
      and (o.known_height > o.height or n.known_height > n.height)`);
  await db.execute(sql`
    update ${sql.identifier(BESIDE)}.followed n set checked_height = least(o.checked_height, n.read_height)
    from public.followed o where o.id = n.id`);
  // Before somebody's plan is made by statistics of an empty table.
  for (const name of SWITCHED) await db.execute(sql`analyze ${sql.identifier(BESIDE)}.${sql.identifier(name)}`);
  const [now] = await db.execute<{ at: string }>(sql`select clock_timestamp()::text as at`);
  return now?.at ?? "";
}

type Swap = Scans & {
  readonly compared: ScanComparison;
  readonly order: SwapOrder;
  readonly wholeSince: string;
  readonly tries: number;
};

async function swapIn(tx: Transaction, swap: Swap): Promise<SwapOutcome> {
  const { fresh, compared, order } = swap;
  // Whoever scans, or writes by what was scanned, takes a row of it first, and waits from here on.
  await tx.execute(sql`select set_config('lock_timeout', '5s', true)`);
  await tx.execute(sql`lock table public.source_state in exclusive mode`);
  await demandComparable(tx, swap);
  const now = await compareSince(tx, fresh, compared);
  const days = now.lowest === null ? [] : await daysReadFrom(tx, now.lowest);
  const isSame = now.differences === 0;
  if (now.unsettled > 0 || (!isSame && order.replaceReason === null)) return { ...now, days, swapped: false };
  await switchTables(tx, swap);
  swap.crashAt("scan-switched");
  if (now.lowest !== null) await takeBack(tx, now.lowest);
  const state = await loadState(tx);
  const { height, rows, differences, lowest } = now;
  const cut = (text: string | null) => text && visible(text, MOST_LOGGED);
  const shown = now.shown.map((row) => ({ ...row, live: cut(row.live), fresh: cut(row.fresh) }));
  await appendAudit(tx, {
    actor: order.actor,
    action: isSame ? "scan.swapped" : "scan.replaced",
    subject: "scan",
    details: { height, rows, ...(isSame ? {} : { reason: order.replaceReason, differences, lowest, days, shown }) },
    atMs: state?.timeMs ?? 0,
  });
  await tell(tx, "block", state?.height ?? 0);
  return { ...now, days, swapped: true };
}

/** Throws LostRace unless all that was compared is as it was, and the rescan has read all that the live scan has. */
async function demandComparable(tx: Transaction, { fresh, compared }: Swap): Promise<void> {
  const epochs = [await newestEpoch(tx), await newestEpoch(fresh)];
  if (String(epochs) !== String(compared.epochs)) {
    throw new LostRace("What was compared has changed since, by a rollback or because it was read again.");
  }
  const state = await loadState(tx);
  if (!state) throw new LostRace("The live scan has not read a block yet.");
  const { hash, height } = state;
  const isOfBoth =
    (await fresh.$count(blockHeader, and(eq(blockHeader.hash, hash), eq(blockHeader.height, height)))) > 0;
  if (!isOfBoth) throw new LostRace(`The live scan has moved on to block ${height}, which the rescan has not read.`);
  const other = await whatDiffers(tx, fresh);
  if (other !== null) throw new LostRace(`Only one of them follows ${other}.`);
  const theirs = new Map((await fresh.select().from(followed)).map(({ id, readHeight }) => [id, readHeight]));
  const ahead = (await tx.select().from(followed)).find(({ id, readHeight }) => readHeight > (theirs.get(id) ?? -1));
  if (ahead) throw new LostRace(`The live scan has read ${ahead.kind} ${ahead.subject} further than the rescan.`);
}

/** From here on others wait for these tables: for milliseconds, or for as long as somebody reads one, up to a limit. */
async function switchTables(tx: Transaction, { wholeSince, tries }: Swap): Promise<void> {
  // Shorter than the wait after which the server looks for deadlocks, so that it is us who step back; now and then
  // longer, since an autovacuum gives way only then.
  await tx.execute(sql`select set_config('lock_timeout', ${tries % 4 === 0 ? "2s" : "500ms"}, true)`);
  const beside = sql.identifier(BESIDE);
  for (const schema of [sql`public`, beside]) {
    const names = SWITCHED.map((name) => sql`${schema}.${sql.identifier(name)}`);
    await tx.execute(sql`lock table ${sql.join(names, sql`, `)} in access exclusive mode`);
  }
  // No program of another version makes these tables other ones meanwhile.
  const [free] = await tx.execute<{ taken: boolean }>(
    sql`select pg_try_advisory_xact_lock(${ADVISORY_LOCKS.migrations}) as taken`,
  );
  // A snapshot from before would show these tables half full: whoever has one ends first. All who calculate by them log
  // in as the same user, whose sessions are shown here.
  const [read] = await tx.execute<{ by: string }>(sql`
    select pid::text as by from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and backend_type <> 'autovacuum worker'
      and backend_xmin is not null and xact_start < ${wholeSince}::timestamptz limit 1`);
  if (read || !free?.taken) throw new ReadFromBefore();
  if (!(await isMigrated(tx))) {
    const text = "Another version has migrated the database since this command began. Nothing was changed.";
    throw new DatabaseError("schema-newer", `${text} Use that version: npm run scan -- drop, and rescan anew.`);
  }
  await tx.execute(sql`insert into public.pool_settings select * from ${beside}.pool_settings on conflict do nothing`);
  // An incident about older history stands until the source agrees.
  await tx.execute(sql`
    update ${beside}.source_state n
    set audited_height = o.audited_height, audited_at = o.audited_at, difference = coalesce(n.difference, o.difference)
    from public.source_state o`);
  for (const name of SWITCHED.map((each) => sql.identifier(each))) {
    await tx.execute(sql`drop table public.${name}`);
    await tx.execute(sql`alter table ${beside}.${name} set schema public`);
  }
  await tx.execute(sql`drop schema ${beside} cascade`);
}

/**
 * What differs is taken back as by a rollback: days that were read at it or above are read anew, or stop where anybody
 * has signed; payments are looked for in the new tables. The last block is read once more, so that no step of a scan
 * that began with the old tables ends in the new ones.
 */
async function takeBack(tx: Transaction, lowest: number): Promise<void> {
  const state = await loadState(tx);
  if (!state) throw new Error("the rescan has no cursor");
  const [below] = await tx
    .select()
    .from(blockHeader)
    .where(eq(blockHeader.height, state.height - 1));
  if (!below) throw new LostRace("The rescan has read one block only.");
  await raiseScanEpoch(tx, lowest);
  await undoAbove(tx, below.height);
  await tx.update(followed).set({ checkedHeight: sql`least(${followed.checkedHeight}, ${lowest}::bigint - 1)` });
  const { height, hash, slot, timeMs } = below;
  await tx.update(sourceState).set({ height, hash, slot, timeMs });
  await revisePayments(tx, Math.min(lowest - 1, height), state.tipTimeMs, {
    kind: "scan-replaced",
    fromHeight: lowest,
  });
}
