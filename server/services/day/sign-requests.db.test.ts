import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { signRequest } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import type { SignedState } from "@/server/domain/day/signed-state";
import { dayOf, stateOf } from "@/server/testing/services/look";
import { withOracle } from "@/server/testing/services/oracles";
import { endNextDay, stepToState } from "@/server/testing/services/steps";
import { startWorld, type World } from "@/server/testing/services/world";
import { SECURITY_PARAM } from "@/server/testing/services/world-terms";
import { chainNow } from "../chain-now";
import { loadLivePool } from "../pool/load-pool";
import { bindingOf, signedStateOf } from "../pool/signed-state";
import { countQuestion, findUnsigned, mayLandInstead, requestSignatures, type Wanted } from "./sign-requests";

let world: World;
let dayIndex: number;
let state: SignedState;
beforeAll(async () => {
  world = await startWorld({ approvers: "none" });
  dayIndex = await endNextDay(world);
  await stepToState(world, dayIndex, "PREVIEW");
  const pool = await loadLivePool(world.ctx.db);
  if (!pool) throw new Error("there is no pool");
  state = signedStateOf(bindingOf(pool, 0));
});
afterAll(() => world.stop());

const wanted = (digest: string): Wanted => ({
  dayIndex,
  what: "plan",
  digest,
  deadlineMs: Date.UTC(2030, 0, 1),
  signedFor: state,
  text: `propose ${digest}`,
});

async function finality() {
  const now = await chainNow(world.ctx.db);
  if (!now) throw new Error("nothing is scanned");
  return { now, finalDepth: SECURITY_PARAM };
}

/** Sessions of this database that wait for a lock. */
async function heldUp(): Promise<number> {
  const rows = await world.ctx.db.execute<{ waiting: number }>(sql`
    select count(*)::int as waiting from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`);
  return rows[0]?.waiting ?? 0;
}

it("of a plan and a Resume for one state that are requested at once, the second sees the first and is not written", async () => {
  const { db } = world.ctx;
  const by = await finality();
  let second: Promise<unknown> = Promise.resolve();
  await withTransaction(db, async (tx) => {
    expect(await requestSignatures(tx, wanted("aa"), by)).toBeNull();
    let isDone = false;
    second = withTransaction(db, (other) => requestSignatures(other, { ...wanted("bb"), what: "resume" }, by)).finally(
      () => {
        isDone = true;
      },
    );
    while (!isDone && (await heldUp()) === 0);
  });
  expect(await second).toMatchObject({ digest: "aa", dayIndex });
  expect((await db.select().from(signRequest)).map(({ digest }) => digest)).toEqual(["aa"]);
});

it("the same again is no other request, and another state is free", async () => {
  const { db } = world.ctx;
  const by = await finality();
  const ask = (request: Wanted) => withTransaction(db, (tx) => requestSignatures(tx, request, by));
  expect(await ask(wanted("aa"))).toBeNull();
  expect(await db.$count(signRequest)).toBe(1);
  const elsewhere = { ...wanted("cc"), signedFor: { ...state, nonce: state.nonce + 1 } };
  expect(await mayLandInstead(db, elsewhere, by)).toBeNull();
  expect(await ask(elsewhere)).toBeNull();
  expect(await db.$count(signRequest)).toBe(2);
});

it("nobody is asked for what was not requested", async () => {
  const { db } = world.ctx;
  await expect(withTransaction(db, (tx) => countQuestion(tx, wanted("dd")))).rejects.toThrow("nobody asks for");
  expect(await findUnsigned(db, wanted("dd"))).toBeNull();
});

it("what cannot be asked for is not requested", async () => {
  const away = withOracle(world, "answered");
  const oracle = { ...away.ctx.oracle, publicKey: () => Promise.reject(new Error("no answer")) };
  const unreachable = { ...world, ctx: { ...away.ctx, oracle } } as World;
  await expect(stepToState(unreachable, dayIndex, "PROPOSED")).rejects.toThrow("no answer");
  expect(await stateOf(world, dayIndex)).toBe("PREVIEW");
  expect((await dayOf(world, dayIndex)).deadlineMs).toBeNull();
});
