import { afterAll, beforeAll, expect, it } from "vitest";
import { createGraphqlWitness } from "@/server/chain/sources/graphql/witness";
import { startDevnet } from "@/server/devnet/start";
import { findReportFacts } from "@/server/services/reports/find-report";
import { dayOf, snapshotOf } from "@/server/testing/services/look";
import { liveToState } from "@/server/testing/services/steps";
import { verifyDay } from "@/server/testing/services/verify-day";
import { withWitness } from "@/server/testing/services/witness";
import { startWorld, type World } from "@/server/testing/services/world";
import { findOpinion } from "../day/second-opinion";

let world: World;
beforeAll(async () => {
  const alone = await startWorld({
    operations: { readLag: 2 },
    startDevnet: (options) => startDevnet({ ...options, dialects: ["graphql"] }),
  });
  world = withWitness(alone, createGraphqlWitness({ url: alone.devnet.graphqlUrl ?? "" }));
});
afterAll(() => world.stop());

it("a day is paid once a source of another kind says the same, and its report names both and the block", async () => {
  const { firstDay, ctx } = world;
  await liveToState(world, firstDay, "FINAL");
  const { declared } = await verifyDay(world, firstDay);
  const snapshot = await snapshotOf(world, firstDay);
  const kept = await findOpinion(ctx.db, snapshot?.id ?? null);
  expect(kept?.opinion).toMatchObject({ kind: "agrees", witness: { kind: "graphql" }, holders: 3 });
  expect(declared).toMatchObject({
    source: { name: "devnet", kind: "blockfrost" },
    secondOpinion: { kind: "agrees", witness: { kind: "graphql" } },
  });
  const { reportHash } = await dayOf(world, firstDay);
  const facts = await findReportFacts(ctx.db, reportHash ?? "");
  expect(facts).toMatchObject({ declared: { secondOpinion: declared.secondOpinion } });
});
