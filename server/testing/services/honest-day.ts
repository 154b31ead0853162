import * as schema from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { runJob } from "@/server/jobs/run-job";
import { takeSnapshot } from "@/server/services/advance/internal/take-snapshot";
import { chainNow } from "@/server/services/chain-now";
import { calculateFromTables, readDayInput } from "@/server/services/day/calculate";
import { loadDay } from "@/server/services/day/load-day";
import { loadSnapshot } from "@/server/services/day/snapshot";
import { loadLivePool } from "@/server/services/pool/load-pool";
import { operationsInForce, rulesInForce } from "@/server/services/settings-in-force";
import type { World } from "./world";

/** The pool's first day as somebody reads it who has never seen anything but the chain as it is now. */
export async function honestFirstDay(world: World) {
  const { firstDay } = world;
  const { db, drop } = await createTestDatabase();
  try {
    const ctx = { ...world.ctx, db };
    await db.insert(schema.pool).values(await world.ctx.db.select().from(schema.pool));
    for (const row of await world.ctx.db.select().from(schema.rulesVersion)) {
      await db.insert(schema.rulesVersion).values(row);
    }
    for (const row of await world.ctx.db.select().from(schema.operationsVersion)) {
      await db.insert(schema.operationsVersion).values(row);
    }
    await runJob(ctx, "scan");
    await db.insert(schema.day).values({ dayIndex: firstDay, state: "OPEN", stateSinceMs: 0 });
    const [now, pool, inForce] = [await chainNow(db), await loadLivePool(db), await rulesInForce(db, firstDay)];
    if (!now || !pool || !inForce) throw new Error("nothing was read");
    const { rules, version: rulesVersion } = inForce;
    const situation = { now, pool, rules, rulesVersion, operations: await operationsInForce(db) };
    const taken = await takeSnapshot(ctx, await loadDay(db, firstDay), situation);
    if (taken.result !== "again") throw new Error(taken.detail);
    const day = await loadDay(db, firstDay);
    const snapshot = await loadSnapshot(db, day);
    const input = await readDayInput(db, snapshot);
    const { lines } = await calculateFromTables(ctx, day, input, situation);
    return { block: input.block, freePoolLovelace: input.freePoolLovelace, lines };
  } finally {
    await drop();
  }
}
