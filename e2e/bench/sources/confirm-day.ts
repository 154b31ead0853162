import { createGraphqlWitness } from "@/server/chain/sources/graphql/witness";
import { blockOf } from "@/server/services/day/snapshot";
import { compareDay } from "@/server/services/second-opinion/compare-day";
import { rulesInForce } from "@/server/services/settings-in-force";
import { snapshotOf } from "@/server/testing/services/look";
import type { World } from "@/server/testing/services/world";
import type { CountingProxy } from "./counting-proxy";
import type { Asked } from "./goals";

/** How often one that is not read from is asked how it is: once in two minutes (probe-sources.ts). */
const PROBES_A_DAY = 720;

/** Has Cardano GraphQL say its second opinion of the day. Throws where it says anything but that it agrees. */
export async function confirmDay(world: World, proxy: CountingProxy): Promise<Asked> {
  const { ctx } = world;
  const witness = createGraphqlWitness({ url: proxy.url });
  const snapshot = await snapshotOf(world, world.firstDay);
  const inForce = await rulesInForce(ctx.db);
  if (!snapshot || !inForce) throw new Error("the day was not read");
  proxy.reset();
  let compared = await compareDay(ctx, witness, { block: blockOf(snapshot), rules: inForce.rules });
  while (compared.kind === "more")
    compared = await compareDay(ctx, witness, { block: blockOf(snapshot), rules: inForce.rules });
  if (compared.kind !== "agrees") throw new Error(`Cardano GraphQL says: ${JSON.stringify(compared)}`);
  const { calls, bytes, firstMs, lastMs } = proxy.counted;
  proxy.reset();
  await witness.tip();
  const callsAtRest = proxy.counted.calls * PROBES_A_DAY;
  return { server: "Cardano GraphQL", calls, bytes, seconds: Math.round(lastMs - firstMs) / 1_000, callsAtRest };
}
