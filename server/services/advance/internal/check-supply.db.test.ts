import { eq, isNull, type SQL } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Database, Transaction } from "@/db/client";
import { assetUtxo } from "@/db/schema";
import { scan } from "@/server/testing/services/steps";
import { startWorld, type World } from "@/server/testing/services/world";
import { PRIZE_ASSET } from "@/server/testing/services/world-terms";
import { checkSupply } from "./check-supply";

const UNKNOWN = `${"ab".repeat(28)}00`;

let world: World;
beforeAll(async () => {
  world = await startWorld();
  await scan(world);
});
afterAll(() => world.stop());

/** Wraps the database so that `then` runs right after the first rows were read. */
function afterFirstRows<Db extends Database | Transaction>(db: Db, then: () => Promise<void>): Db {
  let isDone = false;
  const rowsThen = async (rows: PromiseLike<unknown>) => {
    const read = await rows;
    isDone = true;
    await then();
    return read;
  };
  const select = (fields: Parameters<Database["select"]>[0]) => ({
    from: (table: typeof assetUtxo) => {
      const query = fields ? db.select(fields).from(table) : db.select().from(table);
      if (isDone) return query;
      return { where: (condition: SQL) => rowsThen(query.where(condition)) };
    },
  });
  const transaction: Database["transaction"] = (work, config) =>
    (db as Database).transaction((tx) => work(afterFirstRows(tx, then)), config);
  return new Proxy(db, {
    get: (target, key) => (key === "select" ? select : key === "transaction" ? transaction : Reflect.get(target, key)),
  });
}

it("another process reads a block between reading the holdings and the scan: no difference", async () => {
  const { ctx, control } = world;
  const [unread] = await ctx.db.select().from(assetUtxo).where(isNull(assetUtxo.spentHeight));
  if (!unread) throw new Error("there are no holdings");
  await ctx.db.delete(assetUtxo).where(eq(assetUtxo.txHash, unread.txHash));
  await control.mine(1);
  const readBlock = async () => {
    await ctx.db.insert(assetUtxo).values(unread);
    await scan(world);
  };
  const db = afterFirstRows(ctx.db, readBlock);
  expect(await checkSupply({ ...ctx, db }, PRIZE_ASSET)).toEqual({ kind: "not-now" });
  expect(await checkSupply(ctx, PRIZE_ASSET)).toEqual({ kind: "equal" });
});

it("an asset that the chain does not know is reported, and is not a day without holders", async () => {
  await world.ctx.db.delete(assetUtxo);
  expect(await checkSupply(world.ctx, UNKNOWN)).toEqual({
    kind: "differs",
    reason: { kind: "unknown-prize-asset", prizeAsset: UNKNOWN },
  });
});
