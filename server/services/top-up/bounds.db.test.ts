import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { actProposal, topUp, user } from "@/db/schema";
import { JOBS } from "@/server/jobs/jobs";
import { proposeSigned, send } from "@/server/testing/services/acts";
import { addPerson } from "@/server/testing/services/add-person";
import {
  advanceUnheard,
  askDeposit,
  DEPOSITORS_ADDRESS,
  newestTopUp,
  signNewest,
  startDepositorsWorld,
  untilTopUp,
} from "@/server/testing/services/depositor";
import { attemptState } from "@/server/testing/services/look";
import { endNextDay, scan, stepToState, stepUntil } from "@/server/testing/services/steps";
import type { World } from "@/server/testing/services/world";
import { chainNow } from "../chain-now";
import { loadLivePool } from "../pool/load-pool";
import { operationsInForce } from "../settings-in-force";
import { advanceTopUps } from "./advance-top-ups";
import { readTopUps } from "./read-top-ups";
import { takeBack } from "./take-back";
import { whyBusy } from "./why-busy";

/* What a viewer's account may do to payouts, to acts and to other people's deposits. */

let world: World;
let eve: string;
beforeAll(async () => {
  world = await startDepositorsWorld();
});
beforeEach(async () => {
  await world.ctx.db.delete(topUp);
  await scan(world);
  eve = await addPerson(world.ctx.db, "Eve", "viewer");
});
afterAll(() => world.stop());

const address = DEPOSITORS_ADDRESS;
const ask = (userId: string) => askDeposit(world, userId);
const busy = async () => {
  const { db } = world.ctx;
  const [pool, now] = [await loadLivePool(db), await chainNow(db)];
  if (!pool || !now) throw new Error("there is no pool");
  return whyBusy(db, pool, now, await operationsInForce(db));
};

it("others' top-ups hide nobody's own, and a person asks ten times a day at most", async () => {
  const ann = await addPerson(world.ctx.db, "Ann", "viewer");
  const id = await ask(ann);
  for (const userId of [eve, await addPerson(world.ctx.db, "Eva", "viewer")]) {
    for (let i = 0; i < 10; i++) await takeBack(world.ctx, { id: await ask(userId), userId });
    await expect(ask(userId)).rejects.toThrow(/asked 10 times within a day/);
  }
  const { own, newest } = await readTopUps(world.ctx.db, ann);
  expect(own?.id).toBe(id);
  expect(newest.some((row) => row.id === id)).toBe(false);
});

it("a wallet that cannot be read stands before no day, and ends its top-up at the second failure", async () => {
  const day = await endNextDay(world);
  await stepToState(world, day, "APPROVED");
  await ask(eve);
  const { source } = world.ctx;
  const order: string[] = [];
  const deep = {
    ...world.ctx,
    source: {
      ...source,
      unspentOutputs: async (...asked: Parameters<typeof source.unspentOutputs>) => {
        if (asked[0] !== address) return source.unspentOutputs(...asked);
        order.push(await attemptState(world, day, 0));
        throw new Error("pages too deep");
      },
    },
  };
  await JOBS.advance(deep);
  expect(await attemptState(world, day, 0)).not.toBe("none");
  expect(order).toEqual([]);
  await stepUntil(world, async () => (await busy()) === null);
  for (let i = 0; i < 3; i++) await advanceTopUps(deep);
  expect([order.length, (await newestTopUp(world)).state]).toEqual([1, "ASKED"]);
  await world.control.mine(25);
  await scan(world);
  await advanceTopUps(deep);
  expect(await newestTopUp(world)).toMatchObject({ state: "ENDED", detail: expect.stringMatching(/twice: pages too/) });
});

it("an address with too many outputs is named, and not read to its end", async () => {
  await stepUntil(world, async () => (await busy()) === null);
  await ask(eve);
  const { source } = world.ctx;
  const [output] = await source.unspentOutputs(address);
  if (!output) throw new Error("the wallet is empty");
  const asked: unknown[] = [];
  const full = async (...question: Parameters<typeof source.unspentOutputs>) => {
    if (question[0] !== address) return source.unspentOutputs(...question);
    asked.push(question[2]);
    return Array.from({ length: 501 }, () => output);
  };
  await advanceTopUps({ ...world.ctx, source: { ...source, unspentOutputs: full } });
  expect(asked).toEqual([500]);
  expect(await newestTopUp(world)).toMatchObject({ state: "ENDED", detail: expect.stringMatching(/with fewer/) });
});

it("one that is sent and never lands makes the pool busy for some blocks, not for its life", async () => {
  await ask(eve);
  await untilTopUp(world, "BUILT");
  await signNewest(world);
  await advanceUnheard(world);
  expect(await busy()).toMatch(/Another deposit/);
  await world.control.mine(3);
  await scan(world);
  expect(await newestTopUp(world)).toMatchObject({ state: "SENT" });
  expect(await busy()).toBeNull();
  // After a rollback what was sent lies ahead: it is sent at once.
  const sent: string[] = [];
  const listening = {
    ...world.ctx.source,
    submit: async (bytes: Uint8Array) => {
      sent.push(String(bytes.length));
      return { kind: "ambiguous", detail: "a time-out" } as const;
    },
  };
  await world.ctx.db.update(topUp).set({ lastSentHeight: 1_000_000 });
  await advanceTopUps({ ...world.ctx, source: listening });
  expect(sent).toHaveLength(1);
});

it("whose account is disabled brings nothing any more, and an approver ends anybody's", async () => {
  const ann = await addPerson(world.ctx.db, "Ann", "approver");
  await ask(eve);
  await untilTopUp(world, "BUILT");
  await signNewest(world);
  const { source } = world.ctx;
  // Disabled while the engine already reads the wallet.
  const meanwhile = async (...asked: Parameters<typeof source.unspentOutputs>) => {
    await world.ctx.db.update(user).set({ disabled: true }).where(eq(user.id, eve));
    return source.unspentOutputs(...asked);
  };
  await advanceTopUps({ ...world.ctx, source: { ...source, unspentOutputs: meanwhile } });
  expect(await newestTopUp(world)).toMatchObject({ state: "ASKED", detail: expect.stringMatching(/you are disabled/) });
  await advanceTopUps(world.ctx);
  expect(await newestTopUp(world)).toMatchObject({ state: "ENDED", detail: expect.stringMatching(/may bring no dep/) });
  const id = await ask(await addPerson(world.ctx.db, "Eva", "viewer"));
  await takeBack(world.ctx, { id, userId: ann });
  expect(await newestTopUp(world)).toMatchObject({ state: "ENDED", detail: "ended by Ann" });
});

it("an act that was asked for comes before a deposit that is signed", async () => {
  const ann = await addPerson(world.ctx.db, "Ann", "approver");
  await ask(eve);
  await untilTopUp(world, "BUILT");
  const id = await proposeSigned(world, ann, { name: "set-reserve", fields: { lovelace: "6001000" } });
  await send(world, ann, id);
  await signNewest(world);
  await advanceTopUps(world.ctx);
  expect((await newestTopUp(world)).state).toBe("SIGNED");
  expect(await busy()).toMatch(/An act is on its way/);
  await world.ctx.db.delete(actProposal);
});
