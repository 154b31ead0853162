import { type SQL, sql } from "drizzle-orm";
import type { Height } from "@/server/domain/units";

/** A row of what was scanned, by a key that is the same in every database. */
export type ScannedRow = {
  key: string;
  /** At which it came, what it says, and at which it was spent; null if it was not, up to the height that was asked. */
  height: number;
  body: string;
  spent_height: number | null;
  spent: string | null;
  /** A play whose player is not known yet: nothing can be said of it. */
  waits: boolean;
};

/** All at once, after a height: what was spent later is unspent here. Numbers that stand for names are told by them. */
export const SCAN_TABLES = {
  blocks: (height: Height) => sql`
    select lpad(height::text, 12, '0') as key, height, concat_ws(' ', hash, previous_hash, slot, time_ms) as body,
      ${NOT_SPENT}, false as waits
    from block_header where height <= ${height}`,
  transactions: (height: Height) => sql`
    select hash as key, height, concat_ws(' ', height, block_hash, slot, time_ms, valid, runs_scripts, outputs, spends,
        (select string_agg(f.kind || ' ' || f.subject, ',' order by f.kind, f.subject) from followed f
          where f.id = any(subjects))) as body,
      ${NOT_SPENT}, false as waits
    from chain_transaction where height <= ${height}`,
  tokens: (height: Height) => sql`
    select f.subject || ' ' || u.tx_hash || '#' || u.output_index as key, u.created_height as height,
      concat_ws(' ', a.text, u.quantity, u.created_height) as body, ${spentUpTo(height)}, false as waits
    from asset_utxo u join followed f on f.id = u.asset_id join address a on a.id = u.address_id
    where u.created_height <= ${height}`,
  pool: (height: Height) => sql`
    select u.tx_hash || '#' || u.output_index as key, u.created_height as height,
      (to_jsonb(u) - 'spent_height' - 'spent_tx_hash')::text as body, ${spentUpTo(height)}, false as waits
    from pool_utxo u where u.created_height <= ${height}`,
  plays: (height: Height) => sql`
    select f.subject || ' ' || p.tx_hash as key, p.height,
      concat_ws(' ', p.height, p.time_ms, p.lovelace, coalesce(i.text, p.reason)) as body,
      ${NOT_SPENT}, p.known_height is null as waits
    from participation p join followed f on f.id = p.rule_id left join identity i on i.id = p.identity_id
    where p.height <= ${height}`,
} satisfies Record<string, (height: Height) => SQL>;
export type ScanTable = keyof typeof SCAN_TABLES;

const NOT_SPENT = sql`null::bigint as spent_height, null::text as spent`;
const spentUpTo = (height: Height) => sql`
  case when u.spent_height <= ${height} then u.spent_height end as spent_height,
  case when u.spent_height <= ${height} then u.spent_height || ' ' || u.spent_tx_hash end as spent`;

/** In the order of the keys' bytes, whatever the database's own. */
export const inOrder = (query: SQL): SQL =>
  sql`select key, height::int as height, body, spent_height::int as spent_height, spent, waits
    from (${query}) t order by key collate "C"`;
