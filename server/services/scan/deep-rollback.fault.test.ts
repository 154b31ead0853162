import { afterEach, expect, it } from "vitest";
import { createBlockfrostSource } from "@/server/chain/sources/blockfrost/source";
import { runJob } from "@/server/jobs/run-job";
import { dumpFreshScan, dumpScan } from "@/server/testing/services/scanner-tables";
import { startWorld, type World } from "@/server/testing/services/world";
import { SOURCES } from "@/server/testing/sources/dialects";

/* Blockfrost's kind, with a switch in between: server/services/sources/rollback-and-switch.fault.test.ts. */
const DEPTH = 2_159;

let world: World;
afterEach(() => world.stop());

async function scanAll(): Promise<string> {
  for (;;) {
    const { result, detail } = await runJob(world.ctx, "scan");
    if (result !== "again") return detail;
  }
}

it.each(SOURCES.filter(({ kind }) => kind !== "blockfrost"))(
  `$name: a rollback of ${DEPTH} blocks leaves the books of one who never saw the blocks that are gone`,
  async (dialect) => {
    world = await startWorld({ securityParam: DEPTH + 1, dialect });
    const { ctx, control, devnet, gameAddress } = world;
    const { txHash } = await control.fund(gameAddress, 5_000_000n);
    await control.mine(DEPTH);
    expect(await scanAll()).toContain("the tip");
    expect(await dumpScan(ctx.db)).toContain(txHash);
    await control.rollback(DEPTH, { drop: true });
    await control.fund(gameAddress, 6_000_000n);
    await control.mine(4);
    expect(await scanAll()).toContain("the tip");
    const source = createBlockfrostSource({ url: devnet.url, name: "another kind" });
    const books = await dumpScan(ctx.db);
    expect(books).not.toContain(txHash);
    expect(books).toBe(await dumpFreshScan({ ctx: { ...ctx, source } }));
  },
);
