import type { TestDatabase } from "@/db/testing/database";
import { scanChain } from "@/server/services/scan/scan-chain";
import { digestScan } from "@/server/testing/services/scanner-tables";
import { timed } from "../timed";
import { applyAll } from "./apply";
import type { GameChain } from "./chain/game-chain";
import { createInProcessSource } from "./chain/source";
import { createLookup } from "./chain/view";
import { contextOf, makeDatabase } from "./lab";

export type Rollback = { readonly ms: number; readonly plainMs: number; readonly identical: boolean };

/** The source replaces its last blocks; what was read of them is undone, and the others are read. */
export async function measureRollback(chain: GameChain, database: TestDatabase, blocks: number): Promise<Rollback> {
  const tip = chain.store.blocks.length - 1;
  const source = createInProcessSource(createLookup(chain.store, { tip, fork: tip - blocks }));
  const ctx = contextOf(database, source);
  const plainMs = await plainCopy(database, tip - blocks);
  const { value, ms } = await timed(() => scanChain(ctx));
  if (!value.detail.includes(`${blocks} blocks were rolled back`)) throw new Error(`no rollback: ${value.detail}`);
  await applyAll(ctx, chain);
  const fresh = await makeDatabase(chain);
  try {
    await applyAll(contextOf(fresh, source), chain);
    return { ms, plainMs, identical: (await digestScan(database.db)) === (await digestScan(fresh.db)) };
  } finally {
    await fresh.drop();
  }
}

/** What the database takes to write the same rows once, without any index: found as the rollback finds them. */
async function plainCopy({ db }: TestDatabase, fork: number): Promise<number> {
  const rows = {
    chain_transaction: `select * from chain_transaction where height > ${fork}`,
    participation: `select * from participation where height > ${fork}`,
    asset_utxo: `select u.* from asset_utxo u join chain_transaction t on t.hash = u.tx_hash where t.height > ${fork}`,
  };
  const { ms } = await timed(async () => {
    for (const [table, select] of Object.entries(rows)) {
      await db.$client.unsafe(`create table plain_${table} as ${select}`);
    }
  });
  for (const table of Object.keys(rows)) await db.$client.unsafe(`drop table plain_${table}`);
  return ms;
}
