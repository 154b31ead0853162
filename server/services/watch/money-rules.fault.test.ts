import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { operatorOutput } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { transactionId } from "@/server/domain/cardano/transaction-id";
import { NO_AMOUNT } from "@/server/domain/contract/amount";
import { failingPayment } from "@/server/testing/chain/failing-payment";
import { deposit, govern } from "@/server/testing/services/govern";
import { attemptState } from "@/server/testing/services/look";
import { endNextDay, LOSE, liveToState, scan, stepToState, stepUntil } from "@/server/testing/services/steps";
import { startWorld, type World } from "@/server/testing/services/world";
import { BLOCK_MS, PRIZE_ASSET, TEST_OPERATIONS, testRules } from "@/server/testing/services/world-terms";
import { rememberWallet } from "../health/internal/remember-wallet";
import { lookAsEngine } from "../health/look-as-engine";
import { recordOwn, remembering, sayOurs } from "../pool/own-transactions";
import { recordInstallation } from "../pool/record-pool";
import { deploymentOf } from "../pool-commands/deployment-of";
import { seePool } from "../pool-commands/find-pool";
import { look } from "./look";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

/** What an engine that looks now, and then the watch, find of money that moved. */
async function found(ctx = world.ctx) {
  await lookAsEngine(ctx, { anew: true });
  await scan({ ctx });
  const { findings, unknown } = await look(ctx, Date.now());
  expect(unknown).not.toContain("money-moved");
  return findings.filter(({ kind }) => kind === "money-moved");
}

it("a day that is paid as it was planned is no incident", async () => {
  await found();
  const dayIndex = await endNextDay(world);
  await liveToState(world, dayIndex, "PAID");
  expect(await found()).toEqual([]);
});

it("money that leaves the operator's wallet is told until somebody says that it was theirs", async () => {
  const txHash = await deposit(world, 5_000_000n);
  const [theft, ...others] = await found();
  expect(others).toEqual([]);
  expect(theft).toMatchObject({ subject: `tx:${txHash}`, fact: expect.stringMatching(/of the operator's wallet/) });
  const own = { txHash, actor: "cli:ann", why: "a deposit by hand" } as const;
  expect(await sayOurs(world.ctx.db, own)).toBe(true);
  expect(await sayOurs(world.ctx.db, own)).toBe(false);
  expect(await found()).toEqual([]);
});

it("what a command sends is written down before, and is no incident", async () => {
  const { db, source } = world.ctx;
  const own = { actor: "cli:ann", why: "npm run pool -- deposit" } as const;
  const ctx = { ...world.ctx, source: remembering(source, (txHash) => recordOwn(db, { txHash, ...own })) };
  await deposit({ ...world, ctx }, 5_000_000n);
  expect(await found()).toEqual([]);
});

it("an old answer, which leaves out what nobody spent, is no incident", async () => {
  const unspentOutputs = async () => [];
  expect(await found({ ...world.ctx, source: { ...world.ctx.source, unspentOutputs } })).toEqual([]);
  expect(await found()).toEqual([]);
});

it("what a rollback gives back has not gone", async () => {
  await world.control.mine(1);
  const txHash = await deposit(world, 6_000_000n);
  expect(await found()).toMatchObject([{ subject: `tx:${txHash}` }]);
  await world.control.rollback(1, { drop: true });
  await world.control.mine(2);
  expect(await found()).toEqual([]);
});

it("the collateral of a script that failed went by that transaction", async () => {
  const { db, source } = world.ctx;
  const [, , idle] = world.players;
  if (!idle) throw new Error("there is no third player");
  const { address } = idle.wallet;
  const remember = async () => {
    const { height } = await source.tip();
    await rememberWallet({ db, source }, { address, outputs: await source.unspentOutputs(address), height }, 1);
  };
  await remember();
  const [from] = await source.unspentOutputs(address, PRIZE_ASSET);
  if (!from) throw new Error("the third player holds nothing");
  const { bytes } = failingPayment(idle.wallet, from, { address: world.gameAddress, lovelace: 5_000_000n });
  await source.submit(bytes);
  await world.control.mine(1);
  await remember();
  const isIt = and(eq(operatorOutput.txHash, from.ref.txHash), eq(operatorOutput.outputIndex, from.ref.index));
  const [row] = await db.select().from(operatorOutput).where(isIt);
  expect(row?.spentTxHash).toBe(transactionId(bytes));
  // As if it were an attempt of ours.
  await recordOwn(db, { txHash: transactionId(bytes), actor: "cli:ann", why: "a test" });
  expect(await found()).toEqual([]);
});

it("an act that nobody proposed here is told, whoever signed it", async () => {
  const amount = { ...NO_AMOUNT, lovelace: 4_000_000n };
  const txHash = await govern(world, { kind: "withdraw", amount });
  await scan(world);
  expect(await found()).toMatchObject([
    {
      subject: `tx:${txHash}`,
      fact: expect.stringMatching(/is an act on the pool \(.*withdraw.*\) that nobody proposed/),
    },
  ]);
});

it("an act of before a database knew the pool is history to it; a later one is told", async () => {
  const other = await createTestDatabase();
  try {
    const { source } = world.ctx;
    const withdraw = (lovelace: bigint) => govern(world, { kind: "withdraw", amount: { ...NO_AMOUNT, lovelace } });
    await withdraw(2_000_000n);
    const deployment = await deploymentOf(source, await seePool(source, world.deployment.script.policyId));
    const rules = testRules(world.gameAddress, world.potLovelace);
    await recordInstallation(other.db, { deployment, rules, operations: TEST_OPERATIONS }, "cli:test");
    const anew = { ...world, ctx: { ...world.ctx, db: other.db } };
    // A day that others paid is another matter: npm run adopt takes it over.
    const actsFound = async () => {
      await scan(anew);
      return (await found(anew.ctx)).map(({ subject }) => subject).filter((subject) => subject !== "plan");
    };
    expect(await actsFound()).toEqual([]);
    const txHash = await withdraw(3_000_000n);
    expect(await actsFound()).toEqual([`tx:${txHash}`]);
  } finally {
    await other.drop();
  }
});

it("a payment that does not land is told of until it is proven that it never will", async () => {
  const unconfirmed = async () => {
    const { findings } = await look(world.ctx, Date.now());
    return findings.filter(({ kind }) => kind === "batch-unconfirmed");
  };
  const dayIndex = await endNextDay(world);
  await stepToState(world, dayIndex, "APPROVED");
  await world.control.setFaults(LOSE);
  await stepUntil(world, async () => (await attemptState(world, dayIndex, 0)) === "BROADCAST");
  await world.control.mine((10 * 60_000) / BLOCK_MS - 1);
  await scan(world);
  expect(await unconfirmed()).toEqual([]);
  await world.control.mine(1);
  await scan(world);
  expect(await unconfirmed()).toMatchObject([
    { subject: `day:${dayIndex}`, fact: expect.stringMatching(/\(the Commit of day \d+\) was sent 10 minutes ago/) },
  ]);
  await world.control.setFaults();
  // Its last slot is far past, which proves that it never lands.
  await stepUntil(world, async () => (await attemptState(world, dayIndex, 0)) === "EXPIRED");
  expect(await unconfirmed()).toEqual([]);
});
