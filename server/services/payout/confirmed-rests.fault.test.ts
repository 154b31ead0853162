import { asc } from "drizzle-orm";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { chainTransaction, poolUtxo } from "@/db/schema";
import { decodeDatum } from "@/server/domain/contract/datum";
import { attemptState, attemptsOf } from "@/server/testing/services/look";
import { endNextDay, liveToState, scan, stepUntil } from "@/server/testing/services/steps";
import { startWorld, type World } from "@/server/testing/services/world";
import { confirmPayments } from "./confirm-payments";

let world: World;
let dayIndex: number;
beforeAll(async () => {
  world = await startWorld();
  dayIndex = await endNextDay(world);
  await liveToState(world, dayIndex, "PAID");
});
afterAll(() => world.stop());

/** How often a round asks for the transaction of an attempt. */
async function looksInARound(): Promise<number> {
  const { db } = world.ctx;
  let looks = 0;
  const select = vi.spyOn(db, "select").mockImplementation(((...fields: []) => {
    const query = Object.getPrototypeOf(db).select.apply(db, fields);
    const { from } = query;
    query.from = (table: unknown) => {
      if (table === chainTransaction) looks++;
      return from.call(query, table);
    };
    return query;
  }) as never);
  await confirmPayments(world.ctx);
  select.mockRestore();
  return looks;
}

it("writes what each pool's datum says, and what it was made from, beside it", async () => {
  const rows = await world.ctx.db.select().from(poolUtxo).orderBy(asc(poolUtxo.createdHeight));
  expect(rows.length).toBeGreaterThan(2);
  for (const row of rows) {
    const { plan, nonce, status } = decodeDatum(row.datum ?? "");
    const commitment = status.kind === "paying" ? status.commitment : status.left;
    expect(row).toMatchObject({ plan, nonce, status: status.kind, commitment });
    const before = rows.find(({ spentTxHash }) => spentTxHash === row.txHash);
    const previous = { previousTxHash: before?.txHash ?? null, previousIndex: before?.outputIndex ?? null };
    expect(row).toMatchObject(previous);
    const rise = row.lovelace - (before?.lovelace ?? 0n);
    const isDeposit = rise > 0n && (!before || before.plan === plan);
    expect(row.depositedLovelace).toBe(isDeposit ? rise : null);
  }
  expect(rows.some(({ depositedLovelace }) => depositedLovelace !== null)).toBe(true);
});

it("leaves confirmed attempts alone until they may be final", async () => {
  await liveToConfirmed();
  expect(await looksInARound()).toBe(0);
  expect((await attemptsOf(world, dayIndex)).map(({ state }) => state)).toEqual(["CONFIRMED", "CONFIRMED"]);
  await liveToState(world, dayIndex, "FINAL");
  await vi.waitFor(async () => {
    await confirmPayments(world.ctx);
    expect((await attemptsOf(world, dayIndex)).map(({ state }) => state)).toEqual(["FINAL", "FINAL"]);
  });
});

it("leaves a landed attempt alone until it is deep enough, and a paid day until it may be final", async () => {
  const next = await endNextDay(world);
  await stepUntil(world, async () => (await attemptState(world, next, 1)) === "IN_LEDGER");
  expect(await looksInARound()).toBe(0);
  await liveToState(world, next, "PAID");
  const { db } = world.ctx;
  const transactions = vi.spyOn(db, "transaction");
  expect((await confirmPayments(world.ctx)).detail).toBe("nothing new");
  expect(transactions).not.toHaveBeenCalled();
  transactions.mockRestore();
  await liveToState(world, next, "FINAL");
});

async function liveToConfirmed(): Promise<void> {
  for (let round = 0; round < 20; round++) {
    const states = (await attemptsOf(world, dayIndex)).map(({ state }) => state);
    if (states.every((state) => state === "CONFIRMED")) return;
    await world.control.mine(1);
    await scan(world);
    await confirmPayments(world.ctx);
  }
}
