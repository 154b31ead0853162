import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { proposal } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { JOBS } from "@/server/jobs/jobs";
import { nextDay, snapshotOf } from "@/server/testing/services/look";
import { pot, proposing } from "@/server/testing/services/proposing";
import { endNextDay, liveToState, scan, stepToState } from "@/server/testing/services/steps";
import { startWorld, type World } from "@/server/testing/services/world";
import { putRulesInForce } from "../pool/put-in-force";
import { lockRules, rulesInForce } from "../settings-in-force";
import { newestDocument } from "./newest-document";
import { withdraw } from "./withdraw";

let world: World;
let people: Awaited<ReturnType<typeof proposing>>;
beforeAll(async () => {
  world = await startWorld();
  people = await proposing(world);
  await liveToState(world, await endNextDay(world), "PAID");
});
afterAll(() => world.stop());
beforeEach(() => people.withdrawAll());

describe("of several at once", () => {
  test("one proposal is open", async () => {
    const day = (await nextDay(world)) + 5;
    const results = await Promise.allSettled([
      people.proposeRules(pot(74), day),
      people.proposeRules(pot(75), day, people.ben),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(results.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { code: "conflict", message: expect.stringMatching(/(Ann|Ben) has proposed rules already/) },
    });
  });

  test("one confirmation counts", async () => {
    const hash = await people.proposed(pot(76), (await nextDay(world)) + 5);
    const before = (await newestDocument(world.ctx.db, "rules")).version;
    const results = await Promise.allSettled([people.confirmRules(hash), people.confirmRules(hash)]);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect((await newestDocument(world.ctx.db, "rules")).version).toBe(before + 1);
  });

  test("a confirmation or a withdrawal ends it, not both", async () => {
    const hash = await people.proposed(pot(77), (await nextDay(world)) + 5);
    const before = (await newestDocument(world.ctx.db, "rules")).version;
    const both = [people.confirmRules(hash), withdraw(world.ctx, { kind: "rules", hash, userId: people.ann })];
    const [confirmed] = await Promise.allSettled(both);
    const [row] = await world.ctx.db.select().from(proposal).where(eq(proposal.hash, hash));
    const isConfirmed = confirmed?.status === "fulfilled";
    expect(row?.state).toBe(isConfirmed ? "confirmed" : "withdrawn");
    expect((await newestDocument(world.ctx.db, "rules")).version).toBe(before + (isConfirmed ? 1 : 0));
  });
});

describe("a confirmation", () => {
  test("of a proposal that was withdrawn and replaced is refused, and names the other", async () => {
    const day = (await nextDay(world)) + 5;
    const old = await people.proposed(pot(78), day);
    await withdraw(world.ctx, { kind: "rules", hash: old, userId: people.ben });
    await expect(people.confirmRules(old)).rejects.toMatchObject({
      code: "conflict",
      message: /no proposal of rules is open/,
    });
    const other = await people.proposed(pot(79), day);
    await expect(people.confirmRules(old)).rejects.toThrow(new RegExp(`another proposal of rules is open, ${other}`));
    expect(await people.deedsOf(old)).toEqual([
      `rules.propose user:${people.ann}`,
      `rules.withdraw user:${people.ben}`,
    ]);
  });

  test("is refused if the day was read meanwhile: it ends by its own rules", async () => {
    const day = await endNextDay(world);
    const hash = await people.proposed(pot(80), day);
    const before = await rulesInForce(world.ctx.db, day);
    await stepToState(world, day, "SNAPSHOT");
    await expect(people.confirmRules(hash)).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringMatching(new RegExp(`fromDay is ${day}; day ${day} has been read`)),
    });
    await liveToState(world, day, "PAID");
    expect((await snapshotOf(world, day))?.rulesVersion).toBe(before?.version);
  });

  test("that commits while the day is being read is seen: the day is read by the new rules", async () => {
    const day = await endNextDay(world);
    await scan(world);
    // Opens the days that have begun, so that the next step reads this one.
    expect((await JOBS.advance(world.ctx)).detail).toBe("new days were opened");
    let reading: Promise<unknown> = Promise.resolve();
    let isOver = false;
    const document = await people.nextRules(pot(81));
    await withTransaction(world.ctx.db, async (tx) => {
      await lockRules(tx);
      await putRulesInForce(tx, { document, fromDay: day }, "cli:test");
      reading = JOBS.advance(world.ctx).finally(() => {
        isOver = true;
      });
      const waits = () =>
        world.ctx.db.execute(`select 1 from pg_stat_activity where wait_event_type = 'Lock'
        and datname = current_database() and query like '%rules_version%'`);
      while (!isOver && (await waits()).length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
      expect(isOver).toBe(false);
    });
    await reading;
    await liveToState(world, day, "PAID");
    expect((await snapshotOf(world, day))?.rulesVersion).toBe(document.version);
  });

  test("of a change of an older version is refused", async () => {
    const day = (await nextDay(world)) + 5;
    const hash = await people.proposed(pot(82), day);
    await withTransaction(world.ctx.db, async (tx) =>
      putRulesInForce(tx, { document: await people.nextRules(pot(83)), fromDay: day }, "cli:test"),
    );
    await expect(people.confirmRules(hash)).rejects.toMatchObject({ code: "conflict", message: /version/ });
  });
});
