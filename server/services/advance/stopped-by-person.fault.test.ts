import { afterEach, expect, it } from "vitest";
import { addPerson } from "@/server/testing/services/add-person";
import { stateOf } from "@/server/testing/services/look";
import { liveUntil } from "@/server/testing/services/pass-time";
import { readPoolMoves } from "@/server/testing/services/pool-moves";
import { liveToState, stepToState } from "@/server/testing/services/steps";
import { releaseByTwo } from "@/server/testing/services/two-people";
import { verifyDay } from "@/server/testing/services/verify-day";
import { startWorld, type World } from "@/server/testing/services/world";
import { stopDay } from "../day/stop-day";

let world: World;
afterEach(() => world.stop());

/** Far more than a step takes. */
const ROUNDS_STOPPED = 8;

async function stop(dayIndex: number): Promise<void> {
  const userId = await addPerson(world.ctx.db, "Olga", "operator");
  await stopDay(world.ctx, { dayIndex, userId, reason: "I want to look at this first." });
}

it.each(["CALCULATED", "PREVIEW", "PROPOSED", "APPROVED"] as const)(
  "a day that somebody stops in %s moves nothing until two people release it; then it is paid as it would have been",
  async (state) => {
    world = await startWorld();
    const { firstDay } = world;
    await stepToState(world, firstDay, state);
    await stop(firstDay);
    const before = await readPoolMoves(world);
    let rounds = 0;
    await liveUntil(world, async () => rounds++ === ROUNDS_STOPPED);
    expect(await stateOf(world, firstDay)).toBe("FROZEN");
    expect(await readPoolMoves(world)).toEqual(before);
    await releaseByTwo(world, firstDay);
    await liveToState(world, firstDay, "PAID");
    await verifyDay(world, firstDay);
  },
);
