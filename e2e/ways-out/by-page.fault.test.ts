import { afterAll, beforeAll, describe, it } from "vitest";
import type { World } from "@/server/testing/services/world";
import { type Console, peopleByPage } from "./by-page";
import { startWalkedWorld, WALKS, walkOut } from "./ways";

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

describe("by pages, with a rollback after each step", () => {
  it.each(WALKS)("from %s", (_name, way) => walkOut(world, desk.people, way));
});
