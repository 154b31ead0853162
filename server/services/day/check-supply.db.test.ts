import { afterAll, beforeAll, expect, it } from "vitest";
import { assetUtxo } from "@/db/schema";
import { scan } from "../testing/steps";
import { startWorld, type World } from "../testing/world";
import { checkSupply } from "./check-supply";

const UNKNOWN = `${"ab".repeat(28)}00`;

let world: World;
beforeAll(async () => {
  world = await startWorld();
  await scan(world);
});
afterAll(() => world.stop());

it("an asset that the chain does not know is told as such, and is not a day without holders", async () => {
  await world.ctx.db.delete(assetUtxo);
  expect(await checkSupply(world.ctx, UNKNOWN)).toEqual({
    kind: "differs",
    text: `The chain source knows no asset ${UNKNOWN}, which the rules name as the prize token. Nobody can hold it: correct prizeAsset in the rules.`,
  });
});
