import { and, eq, isNull } from "drizzle-orm";
import { afterEach, beforeEach, expect, it } from "vitest";
import { assetUtxo, chainTransaction, participation } from "@/db/schema";
import { failingPayment } from "@/server/testing/chain/failing-payment";
import { payment } from "@/server/testing/chain/wallet";
import { type HeardWorld, startHeardWorld } from "@/server/testing/services/heard-world";
import { dumpFreshScan, dumpScan } from "@/server/testing/services/scanner-tables";
import { liveToState, mineUntil, scan } from "@/server/testing/services/steps";
import { verifyDay } from "@/server/testing/services/verify-day";
import { PRIZE_ASSET } from "@/server/testing/services/world-terms";

let world: HeardWorld;
beforeEach(async () => {
  world = await startHeardWorld();
  await scan(world);
});
afterEach(() => world.stop());

/** The third player, who has not played, pays the game with all tokens; but a script of the transaction fails. */
async function failToPlay() {
  const { source, db } = world.ctx;
  const [, , idle] = world.players;
  if (!idle) throw new Error("there is no third player");
  const [from] = await source.unspentOutputs(idle.wallet.address, PRIZE_ASSET);
  if (!from) throw new Error("the third player holds no tokens");
  const { bytes, returnedIndex } = failingPayment(idle.wallet, from, {
    address: world.gameAddress,
    lovelace: 5_000_000n,
  });
  expect(await source.submit(bytes)).toEqual({ kind: "accepted" });
  const { mempool } = await world.control.state();
  await world.control.mine(1);
  const hash = mempool.at(-1) ?? "";
  const unspent = () =>
    db
      .select()
      .from(assetUtxo)
      .where(and(isNull(assetUtxo.spentHeight), eq(assetUtxo.txHash, hash)));
  return { idle, from, hash, returnedIndex, unspent };
}

it("a transaction whose scripts failed is no play: only its collateral is spent, and its return holds the tokens", async () => {
  const { db } = world.ctx;
  const { from, hash, returnedIndex, unspent } = await failToPlay();
  await scan(world);
  // Its bytes, and its validity: what only the source can say.
  expect(world.timesAsked(new RegExp(`^txs/${hash}`))).toBe(2);
  const [row] = await db.select().from(chainTransaction).where(eq(chainTransaction.hash, hash));
  expect(row).toMatchObject({ valid: false, runsScripts: true });
  expect(returnedIndex).toBe(2);
  expect(await unspent()).toMatchObject([{ outputIndex: returnedIndex, quantity: 500n }]);
  const [old] = await db.select().from(assetUtxo).where(eq(assetUtxo.txHash, from.ref.txHash));
  expect(old?.spentTxHash).toBe(hash);
  expect(await db.$count(participation, eq(participation.txHash, hash))).toBe(0);
  expect(await dumpScan(db)).toBe(await dumpFreshScan(world));
  await mineUntil(world, world.deployment.start.timeMs + 90_000);
  await liveToState(world, world.firstDay, "PAID");
  await verifyDay(world, world.firstDay);
});

it("what it returned can be spent, by the index that follows its declared outputs", async () => {
  const { idle, hash, returnedIndex, unspent } = await failToPlay();
  const [returned] = await world.ctx.source.unspentOutputs(idle.wallet.address, PRIZE_ASSET);
  expect(returned?.ref).toEqual({ txHash: hash, index: returnedIndex });
  if (!returned) return;
  const [to] = world.players;
  await world.ctx.source.submit(
    payment(idle.wallet, returned, { address: to?.wallet.address ?? "", lovelace: 5_000_000n, assetsToo: true }),
  );
  await world.control.mine(1);
  await scan(world);
  expect(await unspent()).toEqual([]);
  expect(await dumpScan(world.ctx.db)).toBe(await dumpFreshScan(world));
});

it("nothing of it is believed that the source says beside its bytes", async () => {
  const { hash, returnedIndex, unspent } = await failToPlay();
  // As /utxos of some servers: the collateral left out, its return with index 0 and lovelace only.
  await world.control.setFaults({
    path: `^/txs/${hash}/utxos$`,
    kind: "lie",
    patch: [
      { op: "replace", path: "/inputs", value: [] },
      { op: "replace", path: "/outputs/2/output_index", value: 0 },
      { op: "remove", path: "/outputs/2/amount/1" },
    ],
    times: 1,
  });
  await scan(world);
  // Not even asked for.
  expect((await world.control.state()).faults).toHaveLength(1);
  await world.control.clearFaults();
  expect(await unspent()).toMatchObject([{ outputIndex: returnedIndex, quantity: 500n }]);
  expect(await dumpScan(world.ctx.db)).toBe(await dumpFreshScan(world));
});

it("told as valid, it is read as soon as the source agrees with its bytes", async () => {
  const { hash, unspent } = await failToPlay();
  await world.control.setFaults({
    path: `^/txs/${hash}$`,
    kind: "lie",
    patch: [{ op: "replace", path: "/valid_contract", value: true }],
  });
  const before = await dumpScan(world.ctx.db);
  expect(await scan(world)).toMatch(
    `The scripts of transaction ${hash} failed by its bytes, and succeeded by the chain source.`,
  );
  expect(await world.ctx.db.$count(participation, eq(participation.txHash, hash))).toBe(0);
  expect(await unspent()).toEqual([]);
  await world.control.clearFaults();
  await scan(world);
  expect(await unspent()).toHaveLength(1);
  expect(await dumpScan(world.ctx.db)).not.toBe(before);
  expect(await dumpScan(world.ctx.db)).toBe(await dumpFreshScan(world));
});
