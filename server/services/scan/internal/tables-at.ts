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

/** Rows that came or were spent after the one height (-1: all), as they were after the other. */
type Heights = { readonly above: Height; readonly height: Height };

/** What was spent after `height` is unspent here. Numbers that stand for names are told by them. */
export const SCAN_TABLES = {
  blocks: (range: Heights) => sql`
    select lpad(height::text, 12, '0') as key, height, concat_ws(' ', hash, previous_hash, slot, time_ms) as body,
      ${NOT_SPENT}, false as waits
    from block_header where ${within("height", range)}`,
  transactions: (range: Heights) => sql`
    select hash as key, height, concat_ws(' ', height, block_hash, slot, time_ms, valid, runs_scripts, outputs, spends,
        (select string_agg(f.kind || ' ' || f.subject, ',' order by f.kind, f.subject) from followed f
          where f.id = any(subjects))) as body,
      ${NOT_SPENT}, false as waits
    from chain_transaction where ${within("height", range)}`,
  tokens: (range: Heights) => sql`
    select f.subject || ' ' || u.tx_hash || '#' || u.output_index as key, u.created_height as height,
      concat_ws(' ', a.text, u.quantity, u.created_height) as body, ${spentUpTo(range)}, false as waits
    from asset_utxo u join followed f on f.id = u.asset_id join address a on a.id = u.address_id
    where ${within("created_height", range)} or ${within("spent_height", range)}`,
  pool: (range: Heights) => sql`
    select u.tx_hash || '#' || u.output_index as key, u.created_height as height,
      (to_jsonb(u) - 'spent_height' - 'spent_tx_hash')::text as body, ${spentUpTo(range)}, false as waits
    from pool_utxo u where ${within("created_height", range)} or ${within("spent_height", range)}`,
  plays: (range: Heights) => sql`
    select f.subject || ' ' || p.tx_hash as key, p.height,
      concat_ws(' ', p.height, p.time_ms, p.lovelace, coalesce(i.text, p.reason)) as body,
      ${NOT_SPENT}, p.known_height is null as waits
    from participation p join followed f on f.id = p.rule_id left join identity i on i.id = p.identity_id
    where ${within("p.height", range)}`,
} satisfies Record<string, (range: Heights) => SQL>;
export type ScanTable = keyof typeof SCAN_TABLES;

const within = (column: string, { above, height }: Heights) => sql`
  (${sql.raw(column)} > ${above} and ${sql.raw(column)} <= ${height})`;
const NOT_SPENT = sql`null::bigint as spent_height, null::text as spent`;
const spentUpTo = ({ height }: Heights) => sql`
  case when u.spent_height <= ${height} then u.spent_height end as spent_height,
  case when u.spent_height <= ${height} then u.spent_height || ' ' || u.spent_tx_hash end as spent`;

/** In the order of the keys' bytes, whatever the database's own. */
export const inOrder = (query: SQL): SQL =>
  sql`select key, height::int as height, body, spent_height::int as spent_height, spent, waits
    from (${query}) t order by key collate "C"`;
