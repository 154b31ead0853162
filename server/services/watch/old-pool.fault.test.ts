import { afterAll, beforeAll, expect, it } from "vitest";
import { rulesVersion } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { reportFolder } from "@/server/cli/adopt/report-places";
import { NO_AMOUNT } from "@/server/domain/contract/amount";
import { addPerson } from "@/server/testing/services/add-person";
import { govern } from "@/server/testing/services/govern";
import { endNextDay, liveToState, scan } from "@/server/testing/services/steps";
import { startWorld, type World } from "@/server/testing/services/world";
import { TEST_OPERATIONS } from "@/server/testing/services/world-terms";
import { adoptPool } from "../adopt/adopt-pool";
import { takeOverPool } from "../adopt/take-over-pool";
import { resumeEngine } from "../engine-pause/resume-engine";
import { deploymentOf } from "../pool-commands/deployment-of";
import { seePool } from "../pool-commands/find-pool";
import { poolInWords } from "../pool-commands/pool-in-words";
import { MONEY_RULES } from "./internal/money-rules";
import { look } from "./look";

let world: World;
/** A pool that has paid a day, with an act that was done before the database knew it. */
let fresh: World;
let database: TestDatabase;
let before: string;
beforeAll(async () => {
  world = await startWorld();
  await liveToState(world, await endNextDay(world), "FINAL");
  before = await withdraw();
  database = await createTestDatabase();
  fresh = { ...world, database, ctx: { ...world.ctx, db: database.db } };
});
afterAll(async () => {
  await world.stop();
  await database.drop();
});

const withdraw = () => govern(world, { kind: "withdraw", amount: { ...NO_AMOUNT, lovelace: 4_000_000n } });

/** What the watch finds of the pool; and whether it says so of the plan that the pool is at. */
async function found({ ctx }: World) {
  const { findings, unknown } = await look({ ...ctx, rules: MONEY_RULES.slice(0, 1) }, Date.now());
  return { subjects: findings.map(({ subject }) => subject), isWhole: unknown.length === 0 };
}

it("where nothing was taken over the act is strange", async () => {
  await scan(world);
  expect(await found(world)).toEqual({ subjects: [`tx:${before}`], isWhole: true });
});

it("what moved an old pool before this database knew it wakes nobody; what moves it afterwards does", async () => {
  const { db, source } = fresh.ctx;
  const { policyId } = world.deployment.script;
  const seen = await seePool(source, policyId);
  const { words } = await poolInWords(source, seen);
  const [inForce] = await world.ctx.db.select().from(rulesVersion);
  const deployment = await deploymentOf(source, seen);
  const installation = { deployment, rules: inForce?.document, operations: TEST_OPERATIONS };
  await takeOverPool(db, installation, words, "cli:test");
  await scan(fresh);
  // It is at a plan of a day that is not adopted yet.
  expect(await found(fresh)).toEqual({ subjects: [], isWhole: false });

  const after = await withdraw();
  await scan(fresh);
  expect(await found(fresh)).toEqual({ subjects: [`tx:${after}`], isWhole: false });

  const place = reportFolder(world.reportDirectory);
  const input = { policyId, place, operations: null, execute: true, actor: "cli:test", tell: () => undefined } as const;
  await adoptPool(fresh.ctx, input);
  for (const name of ["Ann", "Ben"]) {
    await resumeEngine(fresh.ctx, { userId: await addPerson(db, name, "admin"), reason: "I have checked the days." });
  }
  expect(await found(fresh)).toEqual({ subjects: [`tx:${after}`], isWhole: true });

  // The strange act is taken back, and comes again in another block. The one of before stays known.
  await world.control.rollback(1);
  await world.control.mine(2);
  await scan(fresh);
  expect(await found(fresh)).toEqual({ subjects: [`tx:${after}`], isWhole: true });
});
