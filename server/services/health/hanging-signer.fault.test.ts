import { afterAll, beforeAll, expect, it } from "vitest";
import { scan } from "@/server/testing/services/steps";
import { startWorld, type World } from "@/server/testing/services/world";
import { healthCheck } from "./health-check";
import { lookAsEngine } from "./look-as-engine";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

it("a signer that takes the question and never answers is failing, and not unknown", async () => {
  await scan(world);
  const never = () => new Promise<never>(() => undefined);
  const { oracle } = world.ctx;
  if (!oracle) throw new Error("the world has no oracle");
  for (const silent of [{ publicKey: never }, { held: never }]) {
    await lookAsEngine({ ...world.ctx, oracle: { ...oracle, ...silent } }, { anew: true });
    const { parts } = await healthCheck(world.ctx, Date.now());
    expect(parts.find(({ name }) => name === "oracle")).toMatchObject({
      state: "failing",
      fact: expect.stringMatching(/does not (answer|say what it has signed) within 5 s/),
    });
  }
});
