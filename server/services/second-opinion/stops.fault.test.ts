import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Database } from "@/db/client";
import { agreedHistory, auditEvent } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { createBlockfrostSource } from "@/server/chain/sources/blockfrost/source";
import { ChainSourceError } from "@/server/chain/sources/error";
import { BLOCKS_IN_DOUBT } from "@/server/domain/day/doubt";
import { runRound } from "@/server/jobs/run-job";
import { addPerson } from "@/server/testing/services/add-person";
import { dayOf, snapshotOf, stateOf } from "@/server/testing/services/look";
import { liveToState, stepToState } from "@/server/testing/services/steps";
import { releaseByTwo } from "@/server/testing/services/two-people";
import { verifyDay } from "@/server/testing/services/verify-day";
import { startWitness, type TestWitness, withWitness } from "@/server/testing/services/witness";
import { startWorld, type World } from "@/server/testing/services/world";
import { releaseDay } from "../day/release-day";
import { openReleaseRequest } from "../day/release-request";
import { findOpinion } from "../day/second-opinion";
import { readDay } from "../published/read-day";
import { raiseScanEpoch } from "../scan-epoch";
import { rulesInForce } from "../settings-in-force";
import { askSecondOpinion } from "./ask-second-opinion";

let world: World;
let witness: TestWitness;
beforeEach(async () => {
  const alone = await startWorld();
  witness = startWitness(alone);
  world = withWitness(alone, witness);
});
afterEach(() => world.stop());

const tellLess = () =>
  witness.tell({ assetSupply: async (unit) => ((await witness.truth.assetSupply(unit)) ?? 0n) - 1n });

async function opinionOf() {
  const { snapshotId } = await dayOf(world, world.firstDay);
  return (await findOpinion(world.ctx.db, snapshotId))?.opinion;
}

/** How often the witness, which goes on to tell less, was asked for holders since. */
function countHolders(): () => number {
  let asked = 0;
  witness.tell({
    assetSupply: async (unit) => ((await witness.truth.assetSupply(unit)) ?? 0n) - 1n,
    assetHolders: (unit) => {
      asked++;
      return witness.truth.assetHolders(unit);
    },
  });
  return () => asked;
}

async function liveBlocks(blocks: number): Promise<void> {
  for (let block = 0; block < blocks; block++) {
    await runRound(world.ctx);
    await world.control.mine(1);
  }
}

async function liveToStop(): Promise<void> {
  tellLess();
  await liveToState(world, world.firstDay, "FROZEN");
}

it("one that differs for a few blocks stops nothing; one that goes on stops the day, with what differs from both", async () => {
  const { firstDay, ctx } = world;
  await stepToState(world, firstDay, "CHECKED");
  tellLess();
  await liveBlocks(BLOCKS_IN_DOUBT - 1);
  expect(await stateOf(world, firstDay)).toBe("CHECKED");
  expect(await opinionOf()).toMatchObject({ kind: "differs", total: 1 });
  await liveBlocks(6);
  const { stopReason, frozenFrom } = await dayOf(world, firstDay);
  expect([stopReason, frozenFrom]).toMatchObject([
    { kind: "sources-differ", between: { first: { name: "devnet" }, witness: { name: "koios" }, total: 1 } },
    "CHECKED",
  ]);
  expect(await opinionOf()).toMatchObject({ rows: [{ what: "supply", ours: "1500", theirs: "1499" }] });
  // Strangers are told that sources differ, and not which nor how.
  expect((await readDay(ctx, { day: String(firstDay) })).stopReason).toEqual({ kind: "sources-differ", between: null });
});

it("two sources that disagree and then agree: the day goes on by itself, and is paid", async () => {
  const { firstDay, ctx } = world;
  await liveToStop();
  await liveBlocks(3);
  expect(await stateOf(world, firstDay)).toBe("FROZEN");
  witness.tell();
  await liveToState(world, firstDay, "FINAL");
  const { declared } = await verifyDay(world, firstDay);
  expect(declared.secondOpinion).toMatchObject({ kind: "agrees", witness: { name: "koios" } });
  const rows = await ctx.db
    .select()
    .from(auditEvent)
    .where(eq(auditEvent.subject, `day:${firstDay}`));
  expect(rows.map(({ details }) => JSON.stringify(details)).join()).toMatch(/were asked anew and agree/);
});

it("two people have it go on as it is, and its report names them and how much differed", async () => {
  const { firstDay } = world;
  await liveToStop();
  await releaseByTwo(world, firstDay);
  await liveToState(world, firstDay, "FINAL");
  const { declared } = await verifyDay(world, firstDay);
  expect(declared.secondOpinion).toEqual({
    kind: "differs",
    witness: { name: "koios", kind: "koios" },
    differences: 1,
    acceptedBy: ["Ann", "Ben"],
  });
});

it("nobody gets rid of a difference by taking the witness away: the day stops for people, and stays so", async () => {
  const { firstDay } = world;
  await stepToState(world, firstDay, "CHECKED");
  tellLess();
  await liveBlocks(2);
  const alone = { ...world, ctx: { ...world.ctx, others: [] } };
  await liveToState(alone, firstDay, "FROZEN");
  expect(await dayOf(alone, firstDay)).toMatchObject({ stopReason: { kind: "sources-differ" } });
  for (let block = 0; block < 15; block++) {
    await runRound(alone.ctx);
    await world.control.mine(1);
  }
  expect(await stateOf(alone, firstDay)).toBe("FROZEN");
});

it("nor by reading from it: a source that differed is no witness for what was read from another", async () => {
  const { firstDay, ctx, control, devnet } = world;
  await stepToState(world, firstDay, "CHECKED");
  tellLess();
  await liveBlocks(2);
  const { truth } = witness;
  const assetSupply = async (unit: string) => ((await truth.assetSupply(unit)) ?? 0n) - 1n;
  const koios = { ...createBlockfrostSource({ url: devnet.url, name: "koios" }), kind: "koios", assetSupply } as const;
  const switched = { ...world, ctx: { ...ctx, source: koios, others: [ctx.source] } };
  for (let block = 0; block < 16; block++) {
    await runRound(switched.ctx);
    await control.mine(1);
  }
  const { state, stopReason } = await dayOf(world, firstDay);
  expect(state).toBe("FROZEN");
  expect(stopReason).toMatchObject({ between: { first: { name: "devnet" }, witness: { name: "koios" } } });
});

it("whoever has asked for another end of the stop is waited for, also once both agree", async () => {
  const { firstDay } = world;
  await liveToStop();
  const { ctx } = world;
  const [ann, ben] = [await addPerson(ctx.db, "Ann", "admin"), await addPerson(ctx.db, "Ben", "admin")];
  const request = { kind: "request", exit: "close", reason: "We do not trust either of them." } as const;
  await releaseDay(ctx, { dayIndex: firstDay, userId: ann, act: request });
  witness.tell();
  await liveBlocks(15);
  expect(await stateOf(world, firstDay)).toBe("FROZEN");
  await releaseDay(ctx, { dayIndex: firstDay, userId: ben, act: { kind: "confirm" } });
  expect(await stateOf(world, firstDay)).toBe("OPEN");
  await liveToState(world, firstDay, "CLOSED");
  expect(await dayOf(world, firstDay)).toMatchObject({ closing: { by: ["Ann", "Ben"] } });
});

it("a request for the release is void in the moment in which other differences are kept, also if the process dies then", async () => {
  const { ctx, control, firstDay } = world;
  await liveToStop();
  const before = JSON.stringify(await opinionOf());
  const ann = await addPerson(ctx.db, "Ann", "admin");
  const request = { kind: "request", exit: "release", reason: "One token more or less is no matter." } as const;
  await releaseDay(ctx, { dayIndex: firstDay, userId: ann, act: request });
  witness.tell({ assetSupply: async (unit) => ((await witness.truth.assetSupply(unit)) ?? 0n) - 700n });
  let isDead = false;
  const transaction: Database["transaction"] = async (work, config) => {
    if (isDead) throw new Error("the process is dead");
    const result = await ctx.db.transaction(work, config);
    isDead = JSON.stringify(await opinionOf()) !== before;
    return result;
  };
  const db = new Proxy(ctx.db, {
    get: (whole, name) => (name === "transaction" ? transaction : Reflect.get(whole, name)),
  });
  for (let block = 0; block < 15 && !isDead; block++) {
    await control.mine(1);
    await runRound({ ...ctx, db });
  }
  expect(await opinionOf()).toMatchObject({ rows: [{ what: "supply", theirs: "800" }] });
  expect(await openReleaseRequest(ctx.db, firstDay)).toBeNull();
});

it("what the sources differed about is read again: the day goes on, and nobody is asked about what is gone", async () => {
  const { ctx, control, firstDay } = world;
  await liveToStop();
  const gone = await snapshotOf(world, firstDay);
  await withTransaction(ctx.db, (tx) => raiseScanEpoch(tx, gone?.height ?? 0));
  const asked = countHolders();
  for (let block = 0; block < BLOCKS_IN_DOUBT; block++) await control.mine(1);
  await runRound(ctx);
  expect(asked()).toBeLessThan(3);
  const { state, snapshotId } = await dayOf(world, firstDay);
  expect([state, snapshotId === gone?.id]).toEqual(["CHECKED", false]);
  // What is read now is compared like anything else.
  expect(await opinionOf()).toMatchObject({ kind: "differs" });
});

it("one that differed and is silent now is asked once in some blocks, not in every round", async () => {
  const { ctx, control, firstDay } = world;
  await stepToState(world, firstDay, "CHECKED");
  tellLess();
  await liveBlocks(1);
  let asked = 0;
  const tip = () => {
    asked++;
    return Promise.reject(new ChainSourceError("unreachable", "koios", "no answer came."));
  };
  witness.tell({ tip });
  await control.mine(3);
  for (let rounds = 0; rounds < 4; rounds++) await runRound(ctx);
  expect(asked).toBe(1);
  expect(await opinionOf()).toMatchObject({ kind: "differs", total: 1 });
});

it("a witness that is away, behind or on another fork holds the day up in words, and nothing more", async () => {
  const { firstDay } = world;
  await stepToState(world, firstDay, "CHECKED");
  const away = new ChainSourceError("unreachable", "koios", "no answer came.");
  const silences = [
    [{ tip: () => Promise.reject(away) }, /waits for a second opinion: Koios does not answer: koios: no answer came/],
    [{ block: async () => null }, /it follows another fork/],
    [
      { tip: async () => (await witness.truth.block(1)) ?? witness.truth.tip() },
      /Koios is at block 1 and has to reach/,
    ],
  ] as const;
  for (const [silence, words] of silences) {
    witness.tell(silence);
    for (let block = 0; block < 2 * BLOCKS_IN_DOUBT; block++) await world.control.mine(1);
    expect((await runRound(world.ctx)).advance).toMatchObject({
      result: "waiting",
      detail: expect.stringMatching(words),
    });
    expect(await dayOf(world, firstDay)).toMatchObject({ state: "CHECKED", doubt: null });
    expect(await opinionOf()).toMatchObject({ kind: "waits" });
  }
  witness.tell();
  await liveToState(world, firstDay, "PAID");
  await verifyDay(world, firstDay);
});

it("whoever is stopped between the opinion and the report writes the same report as if nothing had happened", async () => {
  const { firstDay, ctx, control } = world;
  await stepToState(world, firstDay, "CHECKED");
  const snapshot = await snapshotOf(world, firstDay);
  const inForce = await rulesInForce(ctx.db);
  if (!snapshot || !inForce) throw new Error("the day is not read");
  const asked = { rules: inForce.rules, height: 1, checkFirst: async () => null };
  const first = await askSecondOpinion(ctx, snapshot, asked);
  await control.mine(3);
  // Another instance, later, with a witness that would now say something else, or with none.
  tellLess();
  expect(await askSecondOpinion(ctx, snapshot, asked)).toEqual(first);
  expect(await askSecondOpinion({ ...ctx, others: [] }, snapshot, asked)).toEqual(first);
  await liveToState(world, firstDay, "PAID");
  const { declared } = await verifyDay(world, firstDay);
  if (first.kind !== "settled" || first.opinion.kind !== "agrees") throw new Error(`it is ${first.kind}`);
  expect(declared.secondOpinion).toMatchObject({ kind: "agrees", block: first.opinion.at });
});

it("what it agreed about once is not asked again: each day adds its own plays", async () => {
  const { firstDay, ctx } = world;
  const ranges: (readonly [from: number, to: number])[] = [];
  witness.tell({
    addressTransactions: (address, from, to) => {
      ranges.push([from, to]);
      return witness.truth.addressTransactions(address, from, to);
    },
  });
  await liveToState(world, firstDay, "FINAL");
  await liveToState(world, firstDay + 1, "FINAL");
  const [first, second] = [await snapshotOf(world, firstDay), await snapshotOf(world, firstDay + 1)];
  expect(ranges.slice(0, 2)).toEqual([
    [0, first?.height],
    [(first?.height ?? 0) + 1, second?.height],
  ]);
  expect(await ctx.db.select().from(agreedHistory)).toMatchObject([{ witness: "koios koios" }]);
});
