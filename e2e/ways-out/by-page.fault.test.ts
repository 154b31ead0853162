import { afterAll, beforeAll, describe, it } from "vitest";
import type { World } from "@/server/testing/services/world";
import { type Console, peopleByPage } from "./by-page";
import { startWalkedWorld, WAYS, walkOut } from "./ways";

let world: World;
let desk: Console;
beforeAll(async () => {
  world = await startWalkedWorld();
  desk = await peopleByPage(world);
});
afterAll(async () => {
  await desk.stop();
  await world.stop();
});

describe.each(Object.entries(WAYS))("from %s, by pages, with a rollback after each step", (_state, ways) => {
  it.each(ways.map((way) => [way.name, way] as const))("%s", (_name, way) => walkOut(world, desk.people, way));
});
