import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { withTransaction } from "@/db/transaction";
import { deposit, govern } from "@/server/testing/services/govern";
import { dayOf, snapshotOf, stateOf } from "@/server/testing/services/look";
import { readPoolMoves } from "@/server/testing/services/pool-moves";
import { pot, proposing } from "@/server/testing/services/proposing";
import { endNextDay, liveToState, scan, stepToState, stepUntil } from "@/server/testing/services/steps";
import { releaseByTwo } from "@/server/testing/services/two-people";
import { verifyDay } from "@/server/testing/services/verify-day";
import { startWorld, type World } from "@/server/testing/services/world";
import { SECURITY_PARAM } from "@/server/testing/services/world-terms";
import { freezeDay } from "./move-day";
import { stopDay } from "./stop-day";

let world: World;
let dayIndex: number;
let people: Awaited<ReturnType<typeof proposing>>;
let potAda = 150;
beforeAll(async () => {
  world = await startWorld({ potLovelace: 200_000_000n, operations: { deadlineMs: 120_000 } });
  people = await proposing(world);
});
// Each test has its own day, in one world.
beforeEach(async () => {
  dayIndex = await endNextDay(world);
});
afterAll(() => world.stop());

const stop = () => stopDay(world.ctx, { dayIndex, userId: people.ann, reason: "the pot is too large" });

/** Two people agree on it, from the stopped day on. */
async function lowerThePot(): Promise<void> {
  potAda--;
  await people.confirmRules(await people.proposed(pot(potAda), dayIndex));
}

it.each(["CALCULATED", "PREVIEW"] as const)(
  "a day that was stopped while %s is read by the rules in force now",
  async (state) => {
    await stepToState(world, dayIndex, state);
    const before = await snapshotOf(world, dayIndex);
    await stop();
    await lowerThePot();
    await releaseByTwo(world, dayIndex, "read-anew");
    expect(await dayOf(world, dayIndex)).toMatchObject({
      state: "OPEN",
      snapshotId: null,
      stopReason: null,
      frozenFrom: null,
    });
    await liveToState(world, dayIndex, "PAID");
    expect((await snapshotOf(world, dayIndex))?.rulesVersion).toBeGreaterThan(before?.rulesVersion ?? 0);
    await verifyDay(world, dayIndex, { holdings: null });
  },
);

it("rules for a stopped day change neither its token, nor its game, nor what counts as a play", async () => {
  await stepToState(world, dayIndex, "PREVIEW");
  await expect(people.proposed(pot(90), dayIndex)).rejects.toThrow(/has been read under the rules before/);
  await stop();
  const other = await people.proposeRules({ prizeAsset: `${"cd".repeat(28)}00`, ...pot(90) }, dayIndex);
  expect(JSON.stringify(other)).toContain(
    `day ${dayIndex} is stopped, and can be read anew only by rules with the same prizeAsset`,
  );
  await releaseByTwo(world, dayIndex);
  await liveToState(world, dayIndex, "PAID");
});

it("one that is signed is not read anew while its plan can be committed, and is once a Cancel is final", async () => {
  await stepToState(world, dayIndex, "APPROVED");
  await stop();
  await expect(releaseByTwo(world, dayIndex, "read-anew")).rejects.toThrow(
    /what was signed for day \d+ can still be committed: cancel it, or let its deadline pass/,
  );
  await govern(world, { kind: "cancel" });
  await stepUntil(world, async () => {
    await world.control.mine(1);
    return releaseByTwo(world, dayIndex, "read-anew").then(
      () => true,
      () => false,
    );
  });
  expect(await stateOf(world, dayIndex)).toBe("OPEN");
  await liveToState(world, dayIndex, "PAID");
  await verifyDay(world, dayIndex, { holdings: null });
});

it("one whose Commit landed while it was stopped is never read anew nor closed: it is released, and paid once", async () => {
  await stepToState(world, dayIndex, "APPROVED");
  await stepUntil(world, async () => (await world.control.state()).mempool.length > 0);
  const seen = await dayOf(world, dayIndex);
  const reason = { kind: "snapshot-rolled-back", height: 1, snapshotHeight: 1 } as const;
  await withTransaction(world.ctx.db, (tx) => freezeDay(tx, seen, { actor: "job:scan", atMs: 1, reason }));
  await world.control.mine(1);
  await govern(world, { kind: "cancel" });
  await world.control.mine(SECURITY_PARAM + 1);
  await scan(world);
  for (const exit of ["read-anew", "close"] as const) {
    await expect(releaseByTwo(world, dayIndex, exit)).rejects.toThrow(/the plan of day \d+ is on chain, so it is not/);
  }
  await releaseByTwo(world, dayIndex);
  await liveToState(world, dayIndex, "CARRIED");
  await verifyDay(world, dayIndex, { holdings: null });
});

// The last: what else this pool did is not in the books of a day.
it("one that the pool had too little money for is read anew once that was deposited", async () => {
  const held = (await readPoolMoves(world)).at(-1)?.after.lovelace ?? 0n;
  const amount = { lovelace: held - 50_000_000n, tokens: 0n };
  await govern(world, { kind: "withdraw", amount });
  await stepToState(world, dayIndex, "FROZEN");
  expect((await dayOf(world, dayIndex)).stopReason).toMatchObject({ kind: "plan-checks" });
  await deposit(world, amount.lovelace);
  await releaseByTwo(world, dayIndex, "read-anew");
  await liveToState(world, dayIndex, "PAID");
});
