import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dayTransition } from "@/db/schema";
import { canMove, DAY_MOVES, type DayMove } from "@/server/domain/day/moves";
import { IS_FULL } from "@/server/testing/full";
import type { World } from "@/server/testing/services/world";
import { peopleByCommand } from "./by-command";
import type { People } from "./people";
import { STATES, startWalkedWorld, WALKS, WAYS, walkOut } from "./ways";

let world: World;
let people: People;
beforeAll(async () => {
  world = await startWalkedWorld();
  people = await peopleByCommand(world);
});
afterAll(() => world.stop());

it("every state that a day can be stuck in has a way out", () => {
  expect(Object.keys(WAYS).sort()).toEqual([...STATES].sort());
});

describe("by command alone, with a rollback after each step", () => {
  it.each(WALKS)("from %s", (_name, way) => walkOut(world, people, way));
});

/** It takes two days: server/services/advance/reopened.fault.test.ts. */
const ELSEWHERE: readonly DayMove[] = ["reopen"];

it.runIf(IS_FULL)("on these ways every move of the machine was made", async () => {
  const made = await world.ctx.db
    .selectDistinct({ from: dayTransition.fromState, to: dayTransition.toState })
    .from(dayTransition);
  const isMade = (move: DayMove) =>
    made.some(({ from, to }) => from && canMove(from, move) && to === DAY_MOVES[move].to);
  const moves = Object.keys(DAY_MOVES) as DayMove[];
  expect(moves.filter((move) => !isMade(move))).toEqual(ELSEWHERE);
});
