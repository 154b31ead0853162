import { hexToBytes } from "@noble/hashes/utils";
import { desc, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { givenUpDeposit, topUp } from "@/db/schema";
import { JOBS } from "@/server/jobs/jobs";
import { addPerson } from "@/server/testing/services/add-person";
import {
  advanceUnheard,
  askDeposit,
  DEPOSITORS_ADDRESS,
  newestTopUp,
  signNewest,
  startDepositorsWorld,
  topUpState,
  untilTopUp,
} from "@/server/testing/services/depositor";
import { deposit } from "@/server/testing/services/govern";
import { liveUntil } from "@/server/testing/services/pass-time";
import { readPoolMoves, takeMoveBack } from "@/server/testing/services/pool-moves";
import { scan } from "@/server/testing/services/steps";
import type { World } from "@/server/testing/services/world";
import { chainNow } from "../chain-now";
import { loadLivePool } from "../pool/load-pool";
import { operationsInForce } from "../settings-in-force";
import { buildTopUp } from "./internal/build-top-up";
import { takeBack } from "./take-back";

/* What was given up by proof, and lands after a rollback that is deeper than the proof: it is never paid twice. */

const ADA = 1_000_000n;
let world: World;
let userId: string;

beforeAll(async () => {
  world = await startDepositorsWorld();
});
beforeEach(async () => {
  await world.ctx.db.delete(topUp);
  userId = await addPerson(world.ctx.db, "Ann", "viewer");
  await scan(world);
});
afterAll(() => world.stop());

const ask = () => askDeposit(world, userId);
const state = () => topUpState(world);
const rowOf = async (id: string) => (await world.ctx.db.select().from(topUp).where(eq(topUp.id, id)))[0];
const all = () => world.ctx.db.select().from(topUp).orderBy(desc(topUp.writtenAt));

/** Signed by everybody, and sent where nobody hears it. */
async function sendToNobody() {
  await ask();
  await untilTopUp(world, "BUILT");
  await signNewest(world);
  await advanceUnheard(world);
  const sent = await newestTopUp(world);
  expect(sent.state).toBe("SENT");
  const land = async () => {
    const outcome = await world.ctx.source.submit(hexToBytes(sent.txBytes ?? ""));
    expect(outcome).toMatchObject({ kind: "accepted" });
    await world.control.mine(1);
    await scan(world);
  };
  return { sent, land };
}

const deposits = async () => (await readPoolMoves(world)).filter(({ redeemer }) => redeemer?.kind === "deposit");

/** Of all that was asked for since then this deposit alone is in the pool, for good. */
async function landsOnce(txHash: string | null, before: number) {
  await liveUntil(world, async () => (await all()).every((row) => ["DONE", "ENDED"].includes(row.state)));
  expect((await deposits()).slice(before).map((move) => move.txHash)).toEqual([txHash]);
}

/** Another transaction moves the pool, deep enough that the first is given up; its block is undone later. */
async function supersede() {
  await deposit(world, 3n * ADA);
  await world.control.mine(3);
  await scan(world);
  await JOBS.confirm(world.ctx);
  expect(await newestTopUp(world)).toMatchObject({ state: "ASKED", txHash: null });
}

/** At once: a round would read its owner's wallet only after a while. */
async function buildAgain() {
  const { db, source } = world.ctx;
  const [now, pool] = [await chainNow(db), await loadLivePool(db)];
  if (!now || !pool) throw new Error("there is no pool");
  const situation = { now, pool, operations: await operationsInForce(db) };
  await buildTopUp(world.ctx, await newestTopUp(world), situation, await source.unspentOutputs(DEPOSITORS_ADDRESS));
  expect(await state()).toBe("BUILT");
}

it.each<[string, (id: string) => Promise<unknown>]>([
  ["waits to be built anew", async () => undefined],
  ["waits for its owner's second signature", buildAgain],
  ["waits for the operator's second signature", () => buildAgain().then(() => signNewest(world))],
  ["was taken back", (id) => takeBack(world.ctx, { id, userId })],
])("one that was overtaken, and %s: it is found again where a rollback lets it land", async (_what, meanwhile) => {
  const before = (await deposits()).length;
  const { sent, land } = await sendToNobody();
  await supersede();
  await meanwhile(sent.id);
  await takeMoveBack(world, "deposit");
  await land();
  await JOBS.advance(world.ctx);
  await JOBS.confirm(world.ctx);
  expect(await rowOf(sent.id)).toMatchObject({
    state: "LANDED",
    txHash: sent.txHash,
    txBytes: sent.txBytes,
    detail: expect.stringMatching(/given up before, and in block \d+ after all/),
  });
  await landsOnce(sent.txHash, before);
});

/** As after a rollback to a fork whose blocks are older: the clock of the devnet does not go back. */
async function expire() {
  const { id, validUntilSlot } = await newestTopUp(world);
  await world.ctx.db.update(topUp).set({ validUntilSlot: 1 }).where(eq(topUp.id, id));
  await JOBS.confirm(world.ctx);
  expect(await newestTopUp(world)).toMatchObject({ state: "ENDED", detail: expect.stringMatching(/did not land/) });
  await world.ctx.db.update(givenUpDeposit).set({ validUntilSlot: validUntilSlot ?? 0 });
  // The next is another transaction.
  await world.control.mine(1);
  await scan(world);
}

it("one that had ended lands after all: it says so, and what its owner asked for instead is not made", async () => {
  const before = (await deposits()).length;
  const { sent, land } = await sendToNobody();
  await expire();
  const again = await ask();
  await untilTopUp(world, "BUILT");
  await signNewest(world);
  await land();
  await JOBS.advance(world.ctx);
  await JOBS.confirm(world.ctx);
  expect(await rowOf(sent.id)).toMatchObject({ state: "LANDED", txHash: sent.txHash });
  expect(await rowOf(again)).toMatchObject({
    state: "ENDED",
    detail: expect.stringMatching(/your deposit of 50000000 lovelace .* landed after all/),
  });
  await landsOnce(sent.txHash, before);
});

it("one that had ended lands while the next was sent already: that one cannot land, and is not built again", async () => {
  const before = (await deposits()).length;
  const { sent, land } = await sendToNobody();
  await expire();
  const { sent: next } = await sendToNobody();
  await land();
  await liveUntil(world, async () => (await rowOf(sent.id))?.state === "LANDED");
  expect(await rowOf(next.id)).toMatchObject({ state: "ENDED" });
  await landsOnce(sent.txHash, before);
});

it("one that was found is lost again by another rollback: its own bytes are sent again", async () => {
  const before = (await deposits()).length;
  const { sent, land } = await sendToNobody();
  await expire();
  await land();
  await JOBS.confirm(world.ctx);
  expect(await state()).toBe("LANDED");
  await world.control.rollback(1, { drop: true });
  await world.control.mine(1);
  await scan(world);
  await JOBS.confirm(world.ctx);
  expect(await newestTopUp(world)).toMatchObject({ state: "SENT", txBytes: sent.txBytes });
  await untilTopUp(world, "LANDED");
  await landsOnce(sent.txHash, before);
});
