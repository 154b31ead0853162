import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { World } from "@/server/testing/services/world";
import { peopleByCommand } from "./by-command";
import type { People } from "./people";
import { STATES, startWalkedWorld, WAYS, walkOut } from "./ways";

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

describe.each(Object.entries(WAYS))("from %s, by command alone, with a rollback after each step", (_state, ways) => {
  it.each(ways.map((way) => [way.name, way] as const))("%s", (_name, way) => walkOut(world, people, way));
});
