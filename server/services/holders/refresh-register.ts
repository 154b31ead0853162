import { eq, type SQL, sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { asTable } from "@/db/rows";
import { blockHeader } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { dayIndexOf } from "@/server/domain/day/calendar";
import { registerParts } from "@/server/domain/eligibility/register";
import { windowStartMs } from "@/server/domain/participation/tally";
import type { SnapshotBlock } from "@/server/domain/rewards/snapshot";
import type { DayIndex } from "@/server/domain/units";
import { chainNow } from "../chain-now";
import type { Context } from "../context";
import { holdingsQuery, isCounted } from "../day/read-snapshot";
import { followedBy } from "../followed/followed";
import { inPortions } from "../in-portions";
import { loadPoolRow } from "../pool/load-pool";
import { scanEpochAt } from "../scan-epoch";
import { type RulesInForce, rulesInForce } from "../settings-in-force";

/** It may take a sixtieth of the engine's time: seconds, each few minutes, for hundreds of thousands of people. */
const PAUSES = 60;
const LEAST_PAUSE = sql`interval '10 seconds'`;
/** Whoever died at it, or failed, keeps nobody from it for longer. */
const LONGEST_TRY = sql`interval '5 minutes'`;
const LONGEST_STATEMENT_MS = 120_000;

/**
 * Makes the register anew as of the block that plays and tokens are read up to, if that is another than the last time
 * and its turn has come. One transaction: whoever reads sees the register of one block, and rows that say the same as
 * before are not touched. Whose an address is follows from its text, which the database cannot read.
 */
export async function refreshRegister({ db }: Pick<Context, "db">): Promise<void> {
  if ((await whatIsDue(db)) === null || !(await takeTurn(db))) return;
  await withTransaction(
    db,
    async (tx) => {
      await tx.execute(sql`select set_config('work_mem', '64MB', true),
        set_config('statement_timeout', ${String(LONGEST_STATEMENT_MS)}, true)`);
      const due = await whatIsDue(tx);
      if (due) await gatherParts(tx, due);
      if (due) await replaceEntries(tx, due);
      if (due) await noteRegister(tx, due);
    },
    { isolationLevel: "repeatable read" },
  );
}

type Due = RulesInForce & {
  readonly block: SnapshotBlock;
  readonly scanEpoch: number;
  readonly dayIndex: DayIndex;
  readonly intervalMs: number;
};

/** What the register would be made from now; null if that is what it was made from, or nothing is read yet. */
async function whatIsDue(db: Database | Transaction): Promise<Due | null> {
  const [now, pool] = [await chainNow(db), await loadPoolRow(db)];
  if (!now || !pool) return null;
  const { intervalMs } = pool.settings;
  const dayIndex = dayIndexOf(now.timeMs, intervalMs);
  const inForce = await rulesInForce(db, dayIndex);
  if (!inForce) return null;
  const { readHeight } = await followedBy(db, inForce.rules);
  const height = Math.min(now.height, readHeight);
  const [block] = await db.select().from(blockHeader).where(eq(blockHeader.height, height));
  if (!block) return null;
  const due = { ...inForce, block, scanEpoch: await scanEpochAt(db, height), dayIndex, intervalMs };
  const [same] = await db.execute(sql`
    select 1 from register where hash = ${block.hash} and scan_epoch = ${due.scanEpoch}
      and rules_version = ${due.version} and day_index = ${dayIndex}`);
  return same ? null : due;
}

/** One engine at a time. A time that is further away than any pause is of a clock that was wrong. */
async function takeTurn(db: Database): Promise<boolean> {
  const taken = await db.execute(sql`
    insert into register as r (id, next_at) values (1, clock_timestamp() + ${LONGEST_TRY})
    on conflict (id) do update set next_at = excluded.next_at
    where r.next_at not between clock_timestamp() and clock_timestamp() + interval '1 day' returning r.id`);
  return taken.length > 0;
}

async function gatherParts(tx: Transaction, { block, rules }: Due): Promise<void> {
  await tx.execute(sql`create temporary table register_part (place text collate "C", address text collate "C",
    held numeric, counted numeric, not_counted numeric) on commit drop`);
  // All addresses that were ever seen: those of players who hold nothing tell by which address they are known.
  const seen = sql`select a.text as address, coalesce(h.quantity, 0) as quantity from address a
    left join (${holdingsQuery(block.height, rules.prizeAsset)}) h on h.address_id = a.id`;
  const execute = (statement: SQL) => tx.execute<{ address: string; quantity: bigint }>(statement);
  for await (const rows of inPortions(execute, "register_addresses", seen)) {
    const table = asTable(registerParts(rules, rows), {
      place: ["text", ({ place }) => place],
      address: ["text", ({ address }) => address],
      held: ["numeric", ({ held }) => held],
      counted: ["numeric", ({ counted }) => counted],
      not_counted: ["numeric", ({ notCounted }) => notCounted],
    });
    await tx.execute(sql`insert into register_part select r.* from ${table}`);
  }
  await tx.execute(sql`analyze register_part`);
}

/** A stake address comes after all payment addresses, so it is the largest text. */
async function replaceEntries(tx: Transaction, { block, rules, dayIndex, intervalMs }: Due): Promise<void> {
  const fromMs = windowStartMs(dayIndex, intervalMs, rules.participation.windowDays);
  await tx.execute(sql`
    create temporary table register_new on commit drop as
    select coalesce(h.place, p.place) as place, h.address, coalesce(p.plays, 0) as plays,
      coalesce(p.in_window, 0) as plays_in_window, p.first_height, p.first_ms, coalesce(h.held, 0) as held,
      coalesce(h.counted, 0) as counted, coalesce(h.not_counted, 0) as not_counted
    from (
      select place, max(address) as address, sum(held) as held, sum(counted) as counted,
        sum(not_counted) as not_counted
      from register_part group by place
    ) h
    full join (
      select i.text as place, t.* from (
        select identity_id, count(*)::int as plays, (count(*) filter (where time_ms >= ${fromMs}))::int as in_window,
          min(height) as first_height, min(time_ms) as first_ms
        from participation where ${isCounted(rules, block.height)} group by identity_id
      ) t join identity i on i.id = t.identity_id
    ) p on p.place = h.place
    where p.plays > 0 or h.held > 0`);
  await tx.execute(sql`analyze register_new`);
  await tx.execute(sql`
    delete from register_entry e where not exists (select from register_new n where n.place = e.place)`);
  await tx.execute(sql`
    insert into register_entry as e (${COLUMNS}) select ${COLUMNS} from register_new
    on conflict (place) do update set (${COLUMNS}) = (${EXCLUDED}) where e.* is distinct from excluded.*`);
}

const NAMES = "place address plays plays_in_window first_height first_ms held counted not_counted".split(" ");
const COLUMNS = sql.raw(NAMES.join(", "));
const EXCLUDED = sql.raw(NAMES.map((name) => `excluded.${name}`).join(", "));

async function noteRegister(tx: Transaction, { block, scanEpoch, version, dayIndex }: Due): Promise<void> {
  await tx.execute(sql`
    update register set height = ${block.height}, hash = ${block.hash}, time_ms = ${block.timeMs},
      scan_epoch = ${scanEpoch}, rules_version = ${version}, day_index = ${dayIndex},
      players = (select count(*) from register_entry where first_height is not null),
      holders = (select count(*) from register_entry where held > 0),
      next_at = clock_timestamp() + greatest(${LEAST_PAUSE},
        ${PAUSES}::int * (clock_timestamp() - transaction_timestamp()))`);
}
