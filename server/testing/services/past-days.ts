import { type SQL, sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { lineSetOf } from "@/server/services/lines-of-day";
import type { World } from "./world";
import { BLOCK_MS, INTERVAL_MS } from "./world-terms";

/*
 * A database of any age. Living through years takes hours, so a day that was lived through is written again for each
 * day before it, row by row in all tables that a day leaves something in: the same amounts and bytes under other
 * hashes, earlier and lower. No step reads more of a settled day than its place among the others and what it left.
 */

export const BLOCKS_A_DAY = INTERVAL_MS / BLOCK_MS;

/** So often, in days, somebody deposited; and so many forks there were in a day. */
const DAYS_TO_A_DEPOSIT = 30;
const FORKS_A_DAY = 5;

/** Above what one day writes to the audit log. */
const AUDIT_ROWS = 1_000;

/** `template` is a FINAL day. There must be enough blocks below the pool's start for `days`. */
export async function writePastDays(
  { ctx: { db } }: Pick<World, "ctx">,
  template: number,
  days: number,
): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.execute(sql`set local statement_timeout = 0`);
    await tx.execute(sql`
      create function pg_temp.past(hash text, day int) returns text language sql immutable as
        $$ select case when hash <> '' then md5(hash || day) || md5(day || hash) else hash end $$`);
    const [held] = await tx.execute<{ gap: number }>(sql`
      select ((max(ledger_height) - (select min(height) from block_header)) / ${BLOCKS_A_DAY} + 1)::int as gap
      from attempt where day_index = ${template}`);
    for (const statement of statements({ template, days, gap: held?.gap ?? 0 })) await tx.execute(statement);
    await tx.execute(sql`drop function pg_temp.past`);
  });
  await analyse(db);
}

/** What autovacuum does by itself in time. */
export async function analyse(db: Database | Transaction): Promise<void> {
  await db.execute(sql`vacuum analyze`);
}

/** `gap`: so many days more lie between, so that nothing of them is where the pool is followed. */
type Past = { readonly template: number; readonly days: number; readonly gap: number };

function statements({ template, days, gap }: Past): SQL[] {
  const ago = sql`generate_series(1, ${days}::int) ago`;
  const lower = sql.raw(`(ago + ${gap}) * ${BLOCKS_A_DAY}`);
  const earlier = sql.raw(`(ago + ${gap})::bigint * ${INTERVAL_MS}`);
  const ofDay = sql`day_index = ${template}`;
  const plan = sql`(select plan_digest from day where ${ofDay})`;
  const ofPlan = sql`plan = ${plan}`;
  return [
    sql`
    insert into block_header (height, hash, previous_hash, slot, time_ms)
    select height - n, pg_temp.past(hash, n::int), pg_temp.past(hash, n::int + 1), slot - n * ${BLOCK_MS / 1_000}::int,
      time_ms - n * ${BLOCK_MS}::int
    from (select * from block_header order by height limit 1) first,
      generate_series(1, ${(days + gap) * BLOCKS_A_DAY}::bigint) n`,
    sql`
    insert into day (day_index, state, state_since_ms, report_hash, plan_digest, commitment, deadline_ms, total_lovelace,
      outputs, batches, findings)
    select day_index - ago, state, state_since_ms - ${earlier}, pg_temp.past(report_hash, ago),
      pg_temp.past(plan_digest, ago), pg_temp.past(commitment, ago), deadline_ms - ${earlier}, total_lovelace, outputs,
      batches, findings
    from day, ${ago} where ${ofDay}`,
    sql`
    insert into snapshot (id, day_index, hash, height, slot, time_ms, scan_epoch, rules_version, rules_hash,
      settings_hash, previous_report_hash, opening_hash, free_pool_lovelace, reserved, daily_limit_lovelace,
      max_fee_lovelace, coins_per_utxo_byte, parameters_hash, audit_head)
    select pg_temp.past(id, ago), day_index - ago, pg_temp.past(hash, ago), height - ${lower}, slot, time_ms - ${earlier},
      scan_epoch, rules_version, rules_hash, settings_hash, pg_temp.past(previous_report_hash, ago), opening_hash,
      free_pool_lovelace, reserved, daily_limit_lovelace, max_fee_lovelace, coins_per_utxo_byte, parameters_hash,
      audit_head
    from snapshot, ${ago} where id = (select snapshot_id from day where ${ofDay})`,
    sql`
    update day set snapshot_id = snapshot.id from snapshot
    where snapshot.day_index = day.day_index and day.snapshot_id is null and day.day_index < ${template}`,
    sql`
    insert into report (hash, day_index, manifest, part_hashes, facts)
    select pg_temp.past(hash, ago), day_index - ago, manifest, part_hashes, facts
    from report, ${ago} where ${ofDay}`,
    sql`
    insert into line_set (day_index, hash, lines, is_whole, claims)
    select day_index - ago, pg_temp.past(hash, ago), lines, is_whole, claims
    from line_set, ${ago} where id = ${lineSetOf(template)}`,
    sql`
    update day set line_set_id = s.id from line_set s
    where s.day_index = day.day_index and day.line_set_id is null and day.day_index < ${template}`,
    sql`
    insert into reward_line
    select d.line_set_id, address, identity, quantity, earned_lovelace, opening_lovelace, payout_lovelace,
      carried_lovelace, reason, batch_no
    from reward_line, day d where set_id = ${lineSetOf(template)} and d.day_index between ${template - days}
      and ${template - 1}`,
    sql`
    insert into batch
    select day_index - ago, batch_no, lovelace, outputs, pg_temp.past(commitment, ago), pg_temp.past(next, ago)
    from batch, ${ago} where ${ofDay}`,
    sql`
    insert into attempt (day_index, kind, batch_no, state, tx_hash, tx_bytes, fee_lovelace, valid_until_slot, input_tx_hash,
      input_index, next_pool, broadcasts, first_broadcast_ms, last_broadcast_height, last_outcome, ledger_height,
      ledger_hash)
    select day_index - ago, kind, batch_no, state, pg_temp.past(tx_hash, ago), tx_bytes, fee_lovelace, valid_until_slot,
      pg_temp.past(input_tx_hash, ago), input_index, next_pool, broadcasts, first_broadcast_ms - ${earlier},
      last_broadcast_height - ${lower}, last_outcome, ledger_height - ${lower}, pg_temp.past(ledger_hash, ago)
    from attempt, ${ago} where ${ofDay} and state = 'FINAL'`,
    sql`
    insert into settlement (day_index, transactions, paid_lovelace, fee_lovelace, confirmed_at_ms)
    select day_index - ago, (
        select jsonb_agg(t || jsonb_build_object('txHash', pg_temp.past(t ->> 'txHash', ago),
          'height', (t ->> 'height')::bigint - ${lower}) order by at)
        from jsonb_array_elements(transactions) with ordinality as x(t, at)
      ), paid_lovelace, fee_lovelace, confirmed_at_ms - ${earlier}
    from settlement, ${ago} where ${ofDay}`,
    sql`
    insert into approval (day_index, plan_digest, deadline_ms, role, public_key, text, envelope, via, user_id)
    select day_index - ago, pg_temp.past(plan_digest, ago), deadline_ms - ${earlier}, role, public_key,
      pg_temp.past(text, ago), envelope, via, user_id
    from approval, ${ago} where ${ofDay}`,
    sql`
    insert into day_transition (day_index, from_state, to_state, at_ms, detail)
    select day_index - ago, from_state, to_state, at_ms - ${earlier}, detail
    from day_transition, ${ago} where ${ofDay} order by ago desc, id`,
    sql`
    insert into audit_event (sequence, actor, action, subject, details, at_ms, previous_hash, hash, key_id, mac)
    select at - ago * ${AUDIT_ROWS}, actor, action, replace(subject, ${`:${template}`}, ':' || ${template}::int - ago),
      details, at_ms - ${earlier}, pg_temp.past(previous_hash, ago), pg_temp.past(hash, ago), key_id, mac
    from (select row_number() over () as at, * from audit_event
      where subject = ${`day:${template}`} or subject like ${`day:${template}:%`}) e, ${ago}`,
    sql`
    insert into outbox (event, payload, delivered_at)
    select event, payload, now() from outbox, ${ago} where payload ->> 'dayIndex' = ${String(template)}`,
    sql`
    insert into ledger_entry (reference, kind, account, lovelace)
    select pg_temp.past(reference, ago), kind, account, lovelace from ledger_entry, ${ago}
    where reference like ${`day:${template}:%`}
      or reference in (select 'tx:' || tx_hash || ':fee' from attempt where ${ofDay})`,
    sql`
    insert into chain_transaction (hash, height, block_hash, slot, time_ms, valid, runs_scripts, subjects, outputs,
      spends)
    select pg_temp.past(hash, ago), height - ${lower}, pg_temp.past(block_hash, ago), slot, time_ms - ${earlier}, valid,
      runs_scripts, subjects, outputs, spends
    from chain_transaction, ${ago} where hash in (select tx_hash from pool_utxo where ${ofPlan})`,
    sql`
    insert into tx_bytes (id, bytes)
    select pg_temp.past(id, ago), bytes from tx_bytes, ${ago}
    where id in (select tx_hash from pool_utxo where ${ofPlan})`,
    sql`
    insert into pool_utxo (tx_hash, output_index, address, lovelace, datum, plan, status, commitment, nonce,
      previous_tx_hash, previous_index, output, created_height, spent_height, spent_tx_hash)
    select pg_temp.past(tx_hash, ago), output_index, address, lovelace, datum, pg_temp.past(plan, ago), status,
      pg_temp.past(commitment, ago), nonce, pg_temp.past(previous_tx_hash, ago), previous_index, output,
      created_height - ${lower}, coalesce(spent_height, created_height + 1) - ${lower},
      pg_temp.past(coalesce(spent_tx_hash, 'the next'), ago)
    from pool_utxo, ${ago} where ${ofPlan}`,
    ...deposits(plan, lower, days),
    sql`
    insert into scan_revision (from_height)
    select (select min(height) from block_header) + ago from generate_series(1, ${days * FORKS_A_DAY}::int) ago`,
  ];
}

/** Each in the books, as all before a FINAL day are. */
function deposits(plan: SQL, lower: SQL, days: number): SQL[] {
  const made = sql`
    select pg_temp.past('deposit', ago) as hash, created_height - ${lower} as height, p.*
    from (select * from pool_utxo where plan = ${plan} and status = 'idle' order by created_height limit 1) p,
      generate_series(${DAYS_TO_A_DEPOSIT}::int, ${days}::int, ${DAYS_TO_A_DEPOSIT}::int) ago`;
  return [
    sql`
    insert into pool_utxo (tx_hash, output_index, address, lovelace, datum, plan, status, commitment, nonce,
      deposited_lovelace, output, created_height, spent_height, spent_tx_hash)
    select hash, 0, address, lovelace, datum, pg_temp.past(hash, 1), status, commitment, nonce, 1000000, output, height,
      height, pg_temp.past(hash, 2) from (${made}) d`,
    sql`
    insert into ledger_entry (reference, kind, account, lovelace)
    select 'tx:' || hash || ':deposited', 'deposited', v.account, v.lovelace from (${made}) d,
      (values ('outside', -1000000), ('pool', 1000000)) v(account, lovelace)`,
  ];
}

/** What the service records of itself, for as long as it is kept or looked at: 90 days of minutes, 14 of runs. */
export async function writeServiceRecord(db: Database): Promise<void> {
  await db.execute(sql`
    insert into heartbeat (minute, is_alive, requests, visits)
    select date_trunc('minute', now()) - n * interval '1 minute', true, 10, 1 from generate_series(1, 90 * 1440) n
    on conflict do nothing`);
  await db.execute(sql`
    insert into job_run (job, result, detail, started_at, duration_ms)
    select job, 'done', 'nothing new', now() - n * interval '1 minute', 20
    from generate_series(1, 14 * 1440) n, unnest(array['scan', 'confirm', 'advance', 'notify', 'metrics']) job`);
}
