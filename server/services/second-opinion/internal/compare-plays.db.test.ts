import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { chainTransaction, followed } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { ChainSourceError } from "@/server/chain/sources/error";
import { raiseScanEpoch } from "@/server/services/scan-epoch";
import { rulesInForce } from "@/server/services/settings-in-force";
import { stepToState } from "@/server/testing/services/steps";
import { startWitness } from "@/server/testing/services/witness";
import { startWorld, type World } from "@/server/testing/services/world";
import type { Followed } from "../../followed/followed";
import { compareNextPlays } from "./compare-plays";
import { findSubjects } from "./find-subjects";
import { attributed } from "./no-answer";

let world: World;
let game: Followed;
beforeAll(async () => {
  world = await startWorld();
  await stepToState(world, world.firstDay, "CHECKED");
  const inForce = await rulesInForce(world.ctx.db);
  if (!inForce) throw new Error("there are no rules");
  game = (await findSubjects(world.ctx.db, inForce.rules)).game;
});
afterAll(() => world.stop());

it("a long history is compared in stretches; whoever is stopped in one goes on with it, and what changed is looked at again", async () => {
  const { ctx, gameAddress } = world;
  const [play] = await ctx.source.addressTransactions(gameAddress, 0, 1_000);
  const at = play?.height ?? 0;
  const asked: (readonly [from: number, to: number])[] = [];
  const witness = startWitness(world);
  const tell = (isThere: boolean) =>
    witness.tell({
      addressTransactions: async (address, from, to) => {
        asked.push([from, to]);
        if (isThere) return witness.truth.addressTransactions(address, from, to);
        throw new ChainSourceError("unreachable", "koios", "it died.");
      },
    });
  const next = () => compareNextPlays(ctx, attributed(witness), { game, height: at + 3, atOnce: 1 });
  tell(true);
  expect(await next()).toMatchObject({ to: at - 1, isAll: false, differences: { total: 0 } });
  tell(false);
  await expect(next()).rejects.toThrow(/away/);
  tell(true);
  // Two plays in one block are one stretch: a block is never cut.
  expect(await next()).toMatchObject({ to: at, isAll: false });
  expect(await next()).toMatchObject({ to: at + 3, isAll: true });
  expect(await next()).toMatchObject({ isAll: true });
  expect(asked).toEqual([
    [0, at - 1],
    [at, at],
    [at, at],
    [at + 1, at + 3],
  ]);
  await withTransaction(ctx.db, (tx) => raiseScanEpoch(tx, at + 2));
  expect(await next()).toMatchObject({ to: at + 3, isAll: true });
  expect(asked.at(-1)).toEqual([at + 2, at + 3]);
});

it("where scripts ran, a stretch ends after fewer: each of them is a question of its own", async () => {
  const { ctx, gameAddress } = world;
  const [play] = await ctx.source.addressTransactions(gameAddress, 0, 1_000);
  const at = play?.height ?? 0;
  const witness = { ...startWitness(world), name: "asked for places" };
  const next = () => compareNextPlays(ctx, attributed(witness), { game, height: at + 3, atOnce: 40 });
  await ctx.db.update(chainTransaction).set({ runsScripts: true });
  expect(await next()).toMatchObject({ to: at - 1, isAll: false, differences: { total: 0 } });
  expect(await next()).toMatchObject({ to: at, isAll: false });
  expect(await next()).toMatchObject({ to: at + 3, isAll: true });
  await ctx.db.update(chainTransaction).set({ runsScripts: false });
});

it("what our own books have not read yet is not compared: an empty list agrees with nothing", async () => {
  const { db } = world.ctx;
  const witness = { ...startWitness(world), name: "another", addressTransactions: async () => [] };
  const next = () => compareNextPlays(world.ctx, attributed(witness), { game, height: game.readHeight });
  await db.update(followed).set({ readHeight: 0 }).where(eq(followed.id, game.id));
  await expect(next()).rejects.toMatchObject({ why: { kind: "unread", readTo: 0 } });
  await db.update(followed).set({ readHeight: game.readHeight }).where(eq(followed.id, game.id));
  expect((await next()).differences.total).toBeGreaterThan(0);
});
