import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sourceHealth } from "@/db/schema";
import { runJob } from "@/server/jobs/run-job";
import { IS_FULL } from "@/server/testing/full";
import { startRunner } from "@/server/testing/services/runner";
import { dumpFreshScan, dumpScan } from "@/server/testing/services/scanner-tables";
import { type SeveralSources, startSeveralSources } from "@/server/testing/services/several-sources";
import { forgetOutages, switchSources } from "@/server/testing/services/switch-sources";
import { startWorld, type World } from "@/server/testing/services/world";

const SECURITY_PARAM = 2_160;

let world: World;
let several: SeveralSources;
beforeEach(async () => {
  world = await startWorld({ securityParam: SECURITY_PARAM });
  several = await startSeveralSources(world);
});
afterEach(async () => {
  await several.stop();
  await world.stop();
});

async function scanAll(): Promise<void> {
  while ((await runJob(several.ctx, "scan")).result === "again");
}

const variables = () => ({ BLOCKFROST_URL: several.first.url, BLOCKFROST_BACKUP_URL: several.second.url });
const asFresh = async () => expect(await dumpScan(world.ctx.db)).toBe(await dumpFreshScan(world));

describe.each([1, 3, 50, 850, 2_159])("a rollback of %i blocks", (blocks) => {
  it("that the other source tells first, since the one that was read from died before: as if it had never been", async () => {
    await world.control.mine(blocks);
    await world.control.fund(world.gameAddress, 5_000_000n);
    await world.control.mine(1);
    await scanAll();
    await several.first.kill();
    await world.control.rollback(blocks, { drop: true });
    await world.control.mine(2);
    await scanAll();
    await several.first.revive();
    await forgetOutages(world.ctx.db);
    await several.second.kill();
    await world.control.mine(1);
    await scanAll();
    await asFresh();
  });
});

const SWITCHES = IS_FULL ? 1_000 : 100;

it(`${SWITCHES} switches, each in the middle of a step: no step is lost or done twice, none is read from two`, async () => {
  await scanAll();
  expect(await switchSources(world, several, { switches: SWITCHES })).toMatchObject({ mixed: 0 });
  await scanAll();
  await asFresh();
});

it("a process that is paused and goes on finds another source chosen meanwhile, and reads from that", async () => {
  const runner = await startRunner(world, undefined, variables());
  while (runner.rounds() < 2) await sleep(50);
  runner.child.kill("SIGSTOP");
  await several.first.kill();
  await world.control.mine(3);
  await scanAll();
  const [chosen] = await world.ctx.db.select().from(sourceHealth).where(sql`chosen_ms is not null`);
  expect(chosen?.name).toBe("blockfrost-backup");
  runner.child.kill("SIGCONT");
  const rounds = runner.rounds();
  await world.control.mine(3);
  while (runner.rounds() < rounds + 3) await sleep(50);
  await runner.end();
  await asFresh();
});

it("a database that ends every session in the middle of a block: the step is done again, by the same rules", async () => {
  await world.control.fund(world.gameAddress, 5_000_000n);
  await world.control.mine(40);
  const scanning = scanAll().catch((error: unknown) => error);
  for (let ends = 0; ends < 20; ends++) {
    await world.ctx.db
      .execute(
        sql`select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'`,
      )
      .catch(() => undefined);
    await sleep(20);
  }
  await scanning;
  await scanAll();
  await asFresh();
});

it("the engine is killed while both sources are away: another one waits for them, and goes on", async () => {
  const runner = await startRunner(world, undefined, variables());
  while (runner.rounds() < 1) await sleep(50);
  await several.first.kill();
  await several.second.kill();
  const rounds = runner.rounds();
  while (runner.rounds() < rounds + 2) await sleep(50);
  await runner.kill();
  await several.first.revive();
  await world.control.mine(1);
  await forgetOutages(world.ctx.db);
  await scanAll();
  await asFresh();
});
