import { asc, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { auditEvent, pool } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { showRef } from "@/server/domain/cardano/out-ref";
import type { TxOutput } from "@/server/domain/ports";
import { runRound } from "@/server/jobs/run-job";
import { createOperator } from "@/server/signing/operator";
import { OPERATOR_KEY } from "@/server/testing/services/keys";
import { attemptState } from "@/server/testing/services/look";
import { mineWhile } from "@/server/testing/services/pass-time";
import { endNextDay, liveToState, stepToState, stepUntil } from "@/server/testing/services/steps";
import {
  type Chain,
  fund,
  STRANGER_KEY,
  sendOutputs,
  spend,
  strangersAddress,
} from "@/server/testing/services/strange-pool";
import { verifyDay } from "@/server/testing/services/verify-day";
import { startWorld, type World } from "@/server/testing/services/world";
import { verifyAuditLog } from "../audit/verify-log";
import { seePool } from "../pool-commands/find-pool";
import { makeReferences } from "../pool-commands/make-references";
import { recordReferences } from "./record-references";
import { referenceMemory } from "./reference-memory";
import { readSpendBasis, refsOf } from "./spend-basis";

const HOLDS = 60_000_000n;

let world: World;
let chain: Chain;
beforeAll(async () => {
  world = await startWorld({ operations: { mostOutputsInBatch: 1, mostInFlight: 1 } });
  chain = { source: world.ctx.source, control: world.control };
});
afterAll(() => world.stop());

/** References that a stranger can spend, one in a transaction of its own each: this installation uses them. */
async function useLooseReferences(): Promise<{ pool: TxOutput; governor: TxOutput }> {
  const { script } = world.deployment;
  const hold = async (held: typeof script | typeof script.governor) => {
    const spent = await fund(chain, strangersAddress, 200_000_000n);
    const output = { address: strangersAddress, lovelace: HOLDS, assets: {}, inlineDatum: null };
    const [made] = await sendOutputs(chain, STRANGER_KEY, spent, {
      outputs: [{ ...output, referenceScript: held }],
      script,
    });
    if (!made) throw new Error("one output was made");
    return made;
  };
  const loose = { pool: await hold(script), governor: await hold(script.governor) };
  await withTransaction(world.ctx.db, (tx) => recordReferences(tx, script.policyId, loose, "cli:test"));
  return loose;
}

const row = async () => {
  const [found] = await world.ctx.db.select().from(pool);
  if (!found) throw new Error("the world has a pool");
  return found;
};

it("each reference is recorded by its own ref, and what is built names both", async () => {
  const loose = await useLooseReferences();
  expect(refsOf(await row())).toEqual({ pool: loose.pool.ref, governor: loose.governor.ref });
  const basis = await readSpendBasis(world.ctx.source, await row(), createOperator(OPERATOR_KEY));
  expect(basis.referenceScripts.pool.ref).toEqual(loose.pool.ref);
  expect(basis.referenceScripts.governor.ref).toEqual(loose.governor.ref);
  for (const [column, words] of [
    ["poolScriptIndex", /does not hold the pool's script, so nothing can be built with it\. Make new ones/],
    ["governorScriptIndex", /with the governor's script is not on chain, so nothing can be built\. Make new ones/],
  ] as const) {
    const wrong = { ...(await row()), [column]: column === "poolScriptIndex" ? 1 : 9 };
    await expect(readSpendBasis(world.ctx.source, wrong, createOperator(OPERATOR_KEY))).rejects.toThrow(words);
  }
});

it("spent while a day is paid, they stop it in words; with others it is paid to the end", async () => {
  const loose = await useLooseReferences();
  const { script } = world.deployment;
  const dayIndex = await endNextDay(world);
  await stepUntil(world, async () => (await attemptState(world, dayIndex, 1)) === "IN_LEDGER");
  await spend(chain, STRANGER_KEY, loose.pool, script);
  const { advance } = await runRound(world.ctx);
  expect(advance.detail).toContain(`The reference output ${showRef(loose.pool.ref)} with the pool's script was spent`);
  expect(advance.detail).toMatch(/npm run pool -- references --execute/);

  // The pool's first references are there, and nobody can spend them: none are made.
  const { db, source } = world.ctx;
  const run = async () =>
    makeReferences({
      source,
      seen: await seePool(source, script.policyId),
      payer: createOperator(OPERATOR_KEY),
      memory: referenceMemory(db, script.policyId, "cli:test"),
      tell: () => undefined,
      askAgainMs: 20,
    });
  expect(await mineWhile(world.control, run)).toMatchObject({ made: false, recorded: true });
  expect(refsOf(await row())).toEqual({
    pool: world.deployment.referenceScripts.pool.ref,
    governor: world.deployment.referenceScripts.governor.ref,
  });
  expect(await mineWhile(world.control, run)).toMatchObject({ made: false, recorded: false });
  await liveToState(world, dayIndex, "PAID");
  await verifyDay(world, dayIndex);
});

it("spent before anything is built, they keep the next day from being prepared, in words", async () => {
  const dayIndex = await endNextDay(world);
  const loose = await useLooseReferences();
  await spend(chain, STRANGER_KEY, loose.governor, world.deployment.script);
  await stepToState(world, dayIndex, "CHECKED");
  const { advance } = await runRound(world.ctx);
  expect(advance.detail).toMatch(/with the governor's script was spent, so nothing can be built\. Make new ones/);
});

it("every change has its audit row, and the log verifies", async () => {
  const { db } = world.ctx;
  const rows = await db
    .select({ details: auditEvent.details })
    .from(auditEvent)
    .where(eq(auditEvent.action, "pool.references"))
    .orderBy(asc(auditEvent.sequence));
  expect(rows).toHaveLength(4);
  const first = world.deployment.referenceScripts;
  expect(rows[2]?.details).toMatchObject({ pool: showRef(first.pool.ref), governor: showRef(first.governor.ref) });
  expect(await verifyAuditLog(db)).toMatchObject({ ok: true });
});

it("what was begun is remembered by its audit row, and another pool's is not taken for it", async () => {
  const { db } = world.ctx;
  const { policyId } = world.deployment.script;
  const memory = referenceMemory(db, policyId, "cli:test");
  expect(await memory.begun()).toBeNull();
  const spends = { txHash: "ab".repeat(32), index: 3 };
  await memory.begin({ txHash: "cd".repeat(32), spends });
  expect(await memory.begun()).toEqual(spends);
  const others = referenceMemory(db, "ef".repeat(28), "cli:test");
  expect(await others.begun()).toBeNull();
  const { referenceScripts } = world.deployment;
  await expect(others.record(referenceScripts)).rejects.toThrow(/this database does not have the pool (ef){28}/);
});
