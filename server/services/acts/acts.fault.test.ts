import { setTimeout as sleep } from "node:timers/promises";
import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { actProposal, auditEvent } from "@/db/schema";
import type { TypedAct } from "@/server/domain/contract/typed-act";
import { endedAct, liveAct, proposeSigned, send } from "@/server/testing/services/acts";
import { addPerson } from "@/server/testing/services/add-person";
import { attemptState } from "@/server/testing/services/look";
import { readPoolMoves } from "@/server/testing/services/pool-moves";
import { type Runner, startRunner } from "@/server/testing/services/runner";
import { endNextDay, liveToState, scan, stepToState, stepUntil } from "@/server/testing/services/steps";
import { verifyDay } from "@/server/testing/services/verify-day";
import { startWorld, type World } from "@/server/testing/services/world";
import { advanceDays } from "../advance/advance-days";
import type { CrashPoint } from "../payout/payout-context";
import { loadLivePool } from "../pool/load-pool";

const TIMEOUT_MS = 300_000;
const MOST_ROUNDS = 60;

let world: World;
let userId: string;
const running = new Set<Runner>();
beforeAll(async () => {
  const players = Array.from({ length: 5 }, (_, index) => ({ tokens: BigInt(index + 1) * 10n, plays: true }));
  const operations = { mostOutputsInBatch: 2, mostInFlight: 2, deadlineMs: 240_000 };
  world = await startWorld({ players, potLovelace: 200_000_000n, operations });
  userId = await addPerson(world.ctx.db, "Ann", "approver");
  await scan(world);
});
let before: number;
beforeEach(async () => {
  before = await nonce();
});
afterEach(async () => {
  await Promise.all([...running].map((runner) => runner.kill()));
  running.clear();
});
afterAll(() => world.stop());

const nonce = async () => (await loadLivePool(world.ctx.db))?.datum.nonce ?? -1;
const hasMoved = async () => (await nonce()) > before;
let reserve = 6_000_000n;

/** Proposes an act, has enough sign it, and asks to send it. Answers its id. */
async function askFor(act?: TypedAct): Promise<number> {
  reserve += 1_000n;
  const id = await proposeSigned(world, userId, act ?? { name: "set-reserve", fields: { lovelace: `${reserve}` } });
  await send(world, userId, id);
  return id;
}

async function start(crashPoint?: CrashPoint): Promise<Runner> {
  const runner = await startRunner(world, crashPoint);
  running.add(runner);
  return runner;
}

/** One block per round of the process, so that time does not run ahead of a slow one. */
async function mineUntil(runner: Runner, until: () => boolean | Promise<boolean>): Promise<void> {
  for (let mined = 0; !(await until()); await sleep(20)) {
    if (mined > MOST_ROUNDS) throw new Error("it did not happen");
    if (runner.rounds() > mined) {
      await world.control.mine(1);
      mined++;
    }
  }
}

const rowOf = async (id: number) => (await world.ctx.db.select().from(actProposal).where(eq(actProposal.id, id)))[0];
const builds = async (id: number) => {
  const log = await world.ctx.db.select().from(auditEvent).where(eq(auditEvent.action, "act.build"));
  return log.filter(({ subject }) => subject.endsWith(`act:${id}`)).length;
};
const movesTo = async (nonce: number) =>
  (await readPoolMoves(world)).filter(
    ({ before, after }) => before?.datum.nonce !== nonce && after.datum.nonce === nonce,
  );

it.each(["act-stored", "act-broadcast"] as const)(
  "kill -9 at %s: the next process sends the same bytes, and the act is on chain once",
  async (crashPoint) => {
    const id = await askFor();
    const runner = await start(crashPoint);
    await mineUntil(runner, () => runner.ending() !== null);
    expect(runner.ending()).toEqual({ code: null, signal: "SIGKILL" });
    const stored = await rowOf(id);
    expect(stored?.txBytes).not.toBeNull();
    await stepUntil(world, hasMoved);
    expect(await endedAct(world, id)).toMatchObject({ fate: { kind: "landed", txHash: stored?.txHash } });
    expect([await builds(id), (await movesTo(before + 1)).length]).toEqual([1, 1]);
  },
  TIMEOUT_MS,
);

it(
  "two engines send one act: its bytes are built once, and it lands once",
  async () => {
    const id = await askFor();
    const [one, two] = [await start(), await start()];
    await mineUntil(one, async () => (await scan(world)) !== "" && (await hasMoved()));
    await Promise.all([one.end(), two.end()]);
    expect(await endedAct(world, id)).toMatchObject({ fate: { kind: "landed" } });
    expect([await builds(id), (await movesTo(before + 1)).length]).toEqual([1, 1]);
  },
  TIMEOUT_MS,
);

it.each([true, false])(
  "a rollback takes the act (forgotten by the mempool: %s): it lands again by itself",
  async (drop) => {
    const id = await askFor();
    await stepUntil(world, hasMoved);
    const { txHash } = (await rowOf(id)) ?? {};
    const { tip } = await world.control.state();
    const fate = (await endedAct(world, id)).fate;
    const height = fate.kind === "landed" ? fate.height : tip.height;
    await world.control.rollback(tip.height - height + 1, { drop });
    await world.control.mine(1);
    if (drop) {
      await scan(world);
      expect(await liveAct(world, id)).toMatchObject({ fate: { kind: "open" }, sending: { txHash } });
    }
    await stepUntil(world, hasMoved);
    expect(await endedAct(world, id)).toMatchObject({ fate: { kind: "landed", txHash } });
    expect(await builds(id)).toBe(1);
  },
);

it("an act that lands in no block holds the day back until its transaction expires, and is then asked for anew", async () => {
  const id = await askFor();
  const { ctx } = world;
  const lost = { ...ctx, source: { ...ctx.source, submit: async () => ({ kind: "rejected", detail: "no" }) as const } };
  const deaf = { ...world, ctx: lost };
  await stepUntil(deaf, async () => (await rowOf(id))?.lastOutcome === "rejected: no");
  expect(await advanceDays(lost)).toMatchObject({ detail: expect.stringMatching(/the act .* is sent/) });
  await stepUntil(deaf, async () => (await rowOf(id))?.sendAskedAt === null);
  expect(await liveAct(world, id)).toMatchObject({ sending: null, outcome: expect.stringMatching(/expired/) });
  await send(world, userId, id);
  await stepUntil(world, hasMoved);
  expect((await movesTo(before + 1)).length).toBe(1);
});

it("a plan that is signed is void by it, as was said: the day is read again, and paid", async () => {
  const dayIndex = await endNextDay(world);
  await stepToState({ ...world, ctx: { ...world.ctx, approvers: [] } }, dayIndex, "PROPOSED");
  const id = await proposeSigned(world, userId, { name: "set-max-fee", fields: { lovelace: "2500000" } });
  expect((await liveAct(world, id)).voids).toEqual([{ kind: "plan", dayIndex, approvals: 0, threshold: 2 }]);
  await send(world, userId, id);
  await stepUntil(world, hasMoved);
  await liveToState(world, dayIndex, "PAID");
  await verifyDay(world, dayIndex);
});

it("while a plan is being paid only a Cancel can be sent: payments wait for it, and the rest is paid later", async () => {
  const other = await proposeSigned(world, userId, { name: "set-reserve", fields: { lovelace: "5500000" } });
  const dayIndex = await endNextDay(world);
  await stepUntil(world, async () => (await attemptState(world, dayIndex, 1)) === "IN_LEDGER");
  expect(await liveAct(world, other)).toMatchObject({ fate: { kind: "held-up" } });
  await expect(send(world, userId, other)).rejects.toMatchObject({ code: "wrong-state" });
  const id = await askFor({ name: "cancel", fields: {} });
  await stepUntil(world, hasMoved);
  expect(await endedAct(world, id)).toMatchObject({ fate: { kind: "landed" } });
  expect(await endedAct(world, other)).toMatchObject({ fate: { kind: "void" } });
  await stepToState(world, dayIndex, "PART_PAID");
  await liveToState(world, dayIndex, "CARRIED");
  await verifyDay(world, dayIndex);
});
