import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { READ_ONLY } from "@/db/transaction";
import { tablesAt } from "@/server/services/day/read-snapshot";
import { loadFollowed } from "@/server/services/followed/followed";
import { loadPoolRow } from "@/server/services/pool/load-pool";
import { rulesInForce } from "@/server/services/settings-in-force";
import { say, timed } from "../timed";
import type { GameChain } from "./chain/game-chain";
import { addressOf } from "./chain/people";
import { makeDatabase } from "./lab";

export type SnapshotSize = { readonly utxos: number; readonly participants: number };
export type SnapshotTimes = {
  readonly ms: number;
  readonly cpuMs: number;
  /** One pass of the database over the same tables, which only counts and sums. */
  readonly plainMs: number;
};

const DAY_MS = 86_400_000;
const HEIGHT = 1_000_000;
const ADDRESSES_A_STATEMENT = 10_000;
const PLAYS_A_PARTICIPANT = 2;

/** Reads who held and who had played at a block, as the calculation of a day does, from tables of this size. */
export async function measureSnapshot(chain: GameChain, size: SnapshotSize): Promise<SnapshotTimes> {
  const database = await makeDatabase(chain);
  const { db } = database;
  try {
    const pool = await loadPoolRow(db);
    const inForce = await rulesInForce(db);
    if (!pool || !inForce) throw new Error("there is no pool");
    await loadFollowed(db, pool.row);
    await fill(db, size);
    const { rules } = inForce;
    const counted = { height: HEIGHT, dayIndex: 20_000, intervalMs: DAY_MS, rules };
    const read = () => db.transaction((tx) => tablesAt(db, tx, counted), READ_ONLY);
    // What one answers is let go before the next: a day reads once.
    const once = async () => {
      const { value, ...spent } = await timed(read);
      return { ...spent, holdings: value.holdings.length, participation: value.participation.length };
    };
    const times = [await once(), await once(), await once()].sort((a, b) => a.ms - b.ms);
    const [, median] = times;
    if (!median) throw new Error("nothing was measured");
    const { ms, cpuMs, holdings, participation } = median;
    say(`  ${holdings} addresses hold tokens, ${participation} identities have played`);
    const plain = await timed(() =>
      db.$client.unsafe("select (select sum(quantity) from asset_utxo), (select sum(lovelace) from participation)"),
    );
    return { ms, cpuMs, plainMs: plain.ms };
  } finally {
    await database.drop();
  }
}

async function fill(db: Database, { utxos, participants }: SnapshotSize): Promise<void> {
  const { $client } = db;
  const people = Math.ceil(participants * 1.2);
  for (let at = 0; at < people; at += ADDRESSES_A_STATEMENT) {
    const some = Array.from({ length: Math.min(ADDRESSES_A_STATEMENT, people - at) }, (_, index) => at + index);
    const texts = some.map((number) => addressOf(number));
    await $client`insert into address (text) select * from unnest(${texts.map(({ text }) => text)}::text[])`;
    const players = texts.slice(0, Math.max(0, participants - at)).map(({ player }) => player);
    await $client`insert into identity (text) select * from unnest(${players}::text[])`;
  }
  await db.transaction(async (tx) => {
    // A busy machine takes longer for these than a statement may take.
    await tx.execute(sql`set local statement_timeout = 0`);
    // A quarter more was spent before.
    await tx.execute(sql`
    insert into asset_utxo (asset_id, tx_hash, output_index, address_id, quantity, created_height, spent_height)
    select (select id from followed where kind = 'asset'), encode(sha256(i::text::bytea), 'hex'), 0,
      1 + (i * 7919::bigint) % ${people}, 1 + i % 1000, i / 2, case when i > ${utxos} then i / 2 + 10 end
    from generate_series(1, ${Math.floor(utxos * 1.25)}::int) i`);
    await tx.execute(sql`
    insert into participation (rule_id, tx_hash, height, time_ms, identity_id, lovelace, known_height)
    select (select id from followed where kind = 'game'), encode(sha256(i::text::bytea), 'hex'), i / 2, i * 1000::bigint,
      1 + i % ${participants}, 2000000, i / 2
    from generate_series(1, ${participants * PLAYS_A_PARTICIPANT}::int) i`);
    await tx.execute(sql`analyze`);
  });
}
