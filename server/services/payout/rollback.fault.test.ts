import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { Database } from "@/db/client";
import { withTransaction } from "@/db/transaction";
import { attemptState, attemptsOf, dayOf, stateOf } from "@/server/testing/services/look";
import { takeMoveBack } from "@/server/testing/services/pool-moves";
import { endNextDay, liveToState, scan, stepToState, stepUntil } from "@/server/testing/services/steps";
import { releaseByTwo } from "@/server/testing/services/two-people";
import { verifyDay } from "@/server/testing/services/verify-day";
import { startWorld, type World } from "@/server/testing/services/world";
import { chainNow } from "../chain-now";
import { freezeDay } from "../day/move-day";
import { operationsInForce } from "../settings-in-force";
import { confirmPayments } from "./confirm-payments";
import { confirmAttempt, type Look } from "./internal/confirm-attempt";
import { settleDay } from "./internal/settle-day";

let world: World;
let dayIndex: number;
beforeAll(async () => {
  world = await startWorld();
});
// Each test has its own day, in one world.
beforeEach(async () => {
  dayIndex = await endNextDay(world);
});
afterAll(() => world.stop());

/** Undoes the block of this day's newest transaction of that kind, and all later blocks; one takes their place. */
async function undo(kind: "commit" | "pay", drop: boolean): Promise<number> {
  const blocks = await takeMoveBack(world, kind, drop);
  await world.control.mine(1);
  return blocks;
}

it("a rollback of 3 blocks under a paid batch: it lands again with the same bytes", async () => {
  await stepUntil(world, async () => (await attemptState(world, dayIndex, 1)) === "CONFIRMED");
  const before = await attemptsOf(world, dayIndex);
  expect(await undo("pay", false)).toBeGreaterThan(3);
  await scan(world);
  expect(await attemptState(world, dayIndex, 1)).toBe("BROADCAST");
  await liveToState(world, dayIndex, "FINAL");
  const after = await attemptsOf(world, dayIndex);
  expect(after.map(({ txBytes }) => txBytes)).toEqual(before.map(({ txBytes }) => txBytes));
  await verifyDay(world, dayIndex);
});

it("a rollback under a PAID day whose payment the mempool forgot: the same bytes are sent again", async () => {
  await liveToState(world, dayIndex, "PAID");
  const before = await attemptsOf(world, dayIndex);
  await undo("pay", true);
  await scan(world);
  expect(await stateOf(world, dayIndex)).toBe("PAYING");
  expect((await world.control.state()).mempool).toEqual([]);
  await liveToState(world, dayIndex, "PAID");
  const after = await attemptsOf(world, dayIndex);
  expect(after.map(({ txBytes }) => txBytes)).toEqual(before.map(({ txBytes }) => txBytes));
  expect(after[1]?.broadcasts).toBeGreaterThan(before[1]?.broadcasts ?? 0);
  await verifyDay(world, dayIndex);
});

it("a PAID day that lost its payment while it was stopped is moved back when it is released, and paid once", async () => {
  await liveToState(world, dayIndex, "PAID");
  const day = await dayOf(world, dayIndex);
  const reason = { kind: "snapshot-rolled-back", height: 1, snapshotHeight: 1 } as const;
  const how = { actor: "job:confirm", atMs: day.stateSinceMs, reason } as const;
  await withTransaction(world.ctx.db, (tx) => freezeDay(tx, day, how));
  await undo("pay", true);
  await scan(world);
  await releaseByTwo(world, dayIndex);
  expect(await stateOf(world, dayIndex)).toBe("PAID");
  await confirmPayments(world.ctx);
  expect(await stateOf(world, dayIndex)).toBe("PAYING");
  await liveToState(world, dayIndex, "PAID");
  await verifyDay(world, dayIndex);
});

it("a rollback of 3 blocks under the Commit: the day is APPROVED again, and ends paid once", async () => {
  await stepToState(world, dayIndex, "PAYING");
  await world.control.mine(3);
  expect(await undo("commit", false)).toBeGreaterThan(3);
  await scan(world);
  expect(await stateOf(world, dayIndex)).toBe("APPROVED");
  await liveToState(world, dayIndex, "PAID");
  await verifyDay(world, dayIndex);
});

it("a rollback under Commit and payment, both forgotten by the mempool: both are sent again unchanged", async () => {
  await stepUntil(world, async () => (await attemptState(world, dayIndex, 1)) === "IN_LEDGER");
  const before = await attemptsOf(world, dayIndex);
  await undo("commit", true);
  await scan(world);
  expect(await stateOf(world, dayIndex)).toBe("APPROVED");
  await liveToState(world, dayIndex, "PAID");
  const after = await attemptsOf(world, dayIndex);
  expect(after.map(({ txHash }) => txHash)).toEqual(before.map(({ txHash }) => txHash));
  await verifyDay(world, dayIndex);
});

/** Our database, where the Commit is rolled back and forgotten right before the first write. */
function rolledBackBeforeWriting() {
  let isUndone = false;
  const transaction: Database["transaction"] = async (...args) => {
    if (!isUndone) {
      isUndone = true;
      await undo("commit", true);
      await scan(world);
    }
    return world.ctx.db.transaction(...args);
  };
  const db = new Proxy(world.ctx.db, {
    get: (target, key) => (key === "transaction" ? transaction : Reflect.get(target, key)),
  });
  return { ...world.ctx, db };
}

/** Brings the Commit into a block that our scan has read, with nothing concluded from it yet. */
async function commitInBlock(): Promise<Look> {
  await stepUntil(world, async () => (await attemptState(world, dayIndex, 0)) === "BROADCAST");
  await world.control.mine(1);
  await scan(world);
  const now = await chainNow(world.ctx.db);
  if (!now) throw new Error("nothing was read");
  return { now, operations: await operationsInForce(world.ctx.db), finalDepth: 12 };
}

it("a rollback of the Commit between reading the chain and writing: the day stays APPROVED", async () => {
  const look = await commitInBlock();
  const moved = await settleDay(rolledBackBeforeWriting(), await dayOf(world, dayIndex), look);
  expect(moved).toBe(false);
  expect(await stateOf(world, dayIndex)).toBe("APPROVED");
  await liveToState(world, dayIndex, "PAID");
  await verifyDay(world, dayIndex);
});

it("the same for an attempt: it is not IN_LEDGER for a block that is gone", async () => {
  const look = await commitInBlock();
  const [commit] = await attemptsOf(world, dayIndex);
  if (!commit) throw new Error("nothing was built");
  await expect(confirmAttempt(rolledBackBeforeWriting(), commit, look)).rejects.toThrow(/was rolled back/);
  expect(await attemptState(world, dayIndex, 0)).toBe("BROADCAST");
  await liveToState(world, dayIndex, "PAID");
  await verifyDay(world, dayIndex);
});
