import { eq } from "drizzle-orm";
import { expect } from "vitest";
import { dayTransition } from "@/db/schema";
import { attemptsOf, stateOf } from "./look";
import { verifyDay } from "./verify-day";
import type { World } from "./world";

type Racing = { readonly world: World; readonly dayIndex: number; readonly mostRounds: number };

/** Rounds, each with a block after it, until the day is paid. */
export async function untilPaid({ world, dayIndex, mostRounds }: Racing, round: () => Promise<unknown>): Promise<void> {
  for (let rounds = 0; (await stateOf(world, dayIndex)) !== "PAID"; rounds++) {
    if (rounds > mostRounds) throw new Error(`day ${dayIndex} is ${await stateOf(world, dayIndex)}`);
    await round();
    await world.control.mine(1);
  }
}

/** Expects every state once, in order, and each transaction built once. */
export async function expectOneStraightDay(world: World, dayIndex: number): Promise<void> {
  const moves = await world.ctx.db
    .select()
    .from(dayTransition)
    .where(eq(dayTransition.dayIndex, dayIndex))
    .orderBy(dayTransition.id);
  expect(moves.map(({ toState }) => toState)).toEqual(
    "OPEN SNAPSHOT CALCULATED CHECKED PREVIEW PROPOSED APPROVED COMMITTED PAYING PAID".split(" "),
  );
  expect((await attemptsOf(world, dayIndex)).map(({ batchNo }) => batchNo)).toEqual([0, 1]);
  await verifyDay(world, dayIndex);
}
