import { eq, sql } from "drizzle-orm";
import { afterEach, expect, it } from "vitest";
import { day, report, reportPart } from "@/db/schema";
import { JOBS } from "@/server/jobs/jobs";
import { dayOf } from "@/server/testing/services/look";
import { endNextDay, liveToState, stepToState } from "@/server/testing/services/steps";
import { verifyDay } from "@/server/testing/services/verify-day";
import { startWorld, type World } from "@/server/testing/services/world";
import { ServiceError } from "../errors";
import { findReport } from "../reports/find-report";

let world: World;
afterEach(() => world.stop());

it("is stopped at any text of a report: nothing is half done, and the next round makes the same report", async () => {
  world = await startWorld();
  const { firstDay, ctx } = world;
  const { db, reportStore } = ctx;
  await stepToState(world, firstDay, "CHECKED");
  const asked: string[][] = [];
  // One part of lines, one of what counts for nobody (if any), the manifest.
  for (let nth = 1; nth <= 2; nth++) {
    const hashes: string[] = [];
    const put: typeof reportStore.put = async (hash, text) => {
      hashes.push(hash);
      if (hashes.length === nth) throw new Error("the disk is full");
      return reportStore.put(hash, text);
    };
    await expect(JOBS.advance({ ...ctx, reportStore: { ...reportStore, put } })).rejects.toThrow("the disk is full");
    expect(await dayOf(world, firstDay)).toMatchObject({ state: "CHECKED", reportHash: null });
    expect(await db.$count(report)).toBe(0);
    asked.push(hashes);
  }
  expect(asked[1]?.[0]).toBe(asked[0]?.[0]);
  expect(await db.$count(reportPart)).toBe(1);
  await stepToState(world, firstDay, "PREVIEW");
  expect((await dayOf(world, firstDay)).reportHash).toBe(asked[1]?.[1]);
  await liveToState(world, firstDay, "PAID");
  await verifyDay(world, firstDay);
});

it("nobody is asked to sign for a report of which a part was changed where it is stored", async () => {
  world = await startWorld();
  const { firstDay, ctx } = world;
  await stepToState(world, firstDay, "PREVIEW");
  const parts = await ctx.db.select().from(reportPart);
  await ctx.db.update(reportPart).set({ body: "[]" });
  await expect(stepToState(world, firstDay, "PROPOSED")).rejects.toThrow(ServiceError);
  expect((await dayOf(world, firstDay)).state).toBe("PREVIEW");
  await ctx.db.delete(reportPart);
  await ctx.db.insert(reportPart).values(parts);
  await liveToState(world, firstDay, "PAID");
  await verifyDay(world, firstDay);
});

it("names the plan of the day before that is there when the report is stored, not the one that was there before", async () => {
  world = await startWorld();
  const { firstDay, ctx } = world;
  const { db, reportStore } = ctx;
  await liveToState(world, firstDay, "PAID");
  await endNextDay(world);
  await stepToState(world, firstDay + 1, "CHECKED");
  const { planDigest } = await dayOf(world, firstDay);
  const setPlan = (plan: string | null) => db.update(day).set({ planDigest: plan }).where(eq(day.dayIndex, firstDay));
  const other = "ab".repeat(32);
  const put: typeof reportStore.put = async (hash, text) => {
    await setPlan(other);
    return reportStore.put(hash, text);
  };
  await JOBS.advance({ ...ctx, reportStore: { ...reportStore, put } });
  expect(await dayOf(world, firstDay + 1)).toMatchObject({ state: "CHECKED", reportHash: null });
  await setPlan(planDigest);
  await stepToState(world, firstDay + 1, "PREVIEW");
  const { reportHash } = await dayOf(world, firstDay + 1);
  const stored = await findReport(db, reportHash ?? "");
  expect(JSON.parse(stored?.manifest ?? "{}").previous).toMatchObject({
    kind: "report",
    end: { kind: "paid", plan: planDigest },
  });
  // As if the day before got another plan after that: nobody is asked to sign for a report that does not name it.
  const named = JSON.stringify(other);
  await db.execute(sql`update report set facts = jsonb_set(facts, '{previous,end,plan}', ${named}::text::jsonb)`);
  expect(await JOBS.advance(ctx)).toMatchObject({ detail: expect.stringContaining("ended with another plan") });
  expect(await dayOf(world, firstDay + 1)).toMatchObject({ state: "OPEN", reportHash: null });
});
