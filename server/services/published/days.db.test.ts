import { eq } from "drizzle-orm";
import superjson from "superjson";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { day, lineSet, rewardLine } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { withTransaction } from "@/db/transaction";
import { contentHashOf } from "@/server/domain/hash";
import { readManifest as parseManifest, partHashesOf } from "@/server/domain/report/manifest";
import { liveUntil } from "@/server/testing/services/pass-time";
import { startWorld, type World } from "@/server/testing/services/world";
import { answerPart, answerReport, answerRewardsCsv } from "@/server/trpc/openapi/answer-file";
import { sayStopReason } from "@/server/words/stop-reason";
import { freezeDay } from "../day/move-day";
import { ofDay } from "../lines-of-day";
import { listDays } from "./list-days";
import { listRewards, loadPublishedDay, readManifest, readPart, rewardsCsv } from "./published-files";
import { readDay } from "./read-day";
import { readPoolAndGame, readPoolView } from "./read-pool-view";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

async function days(state?: string) {
  const rows = await world.ctx.db.select().from(day).orderBy(day.dayIndex);
  return state === undefined ? rows : rows.filter((row) => row.state === state);
}

async function first(state: string): Promise<string> {
  const [row] = await days(state);
  if (!row) throw new Error(`no day is ${state}`);
  return String(row.dayIndex);
}

async function textOf(pieces: AsyncIterable<string>): Promise<string> {
  let text = "";
  for await (const piece of pieces) text += piece;
  return text;
}

describe("before there is a pool", () => {
  it("has no days and no pool, and says so when asked for one", async () => {
    const { db, drop } = await createTestDatabase();
    expect(await listDays({ db })).toEqual({ days: [], nextBefore: null });
    expect(await readPoolView({ db })).toBeNull();
    await expect(readDay({ db }, { day: "1" })).rejects.toMatchObject({ code: "unavailable" });
    await expect(readManifest({ db }, { day: "1" })).rejects.toMatchObject({ code: "unavailable" });
    await drop();
  });

  it("has no days before the first block of a deployed pool", async () => {
    expect(await readPoolView(world.ctx)).toBeNull();
    expect(await listDays(world.ctx)).toEqual({ days: [], nextBefore: null });
    await expect(readDay(world.ctx, { day: "1" })).rejects.toThrow(/not been read|No pool has been read/);
  });
});

describe("a day that is running", () => {
  beforeAll(() => liveUntil(world, async () => (await days("OPEN")).length > 0));

  it("has a timeline, but no lines or files", async () => {
    const name = await first("OPEN");
    const view = await readDay(world.ctx, { day: name });
    expect(view).toMatchObject({
      state: "OPEN",
      report: null,
      payoutLovelace: null,
      batches: [],
      snapshot: null,
    });
    expect(view.schedule).toMatchObject({ dayEndMs: view.endMs, previewUntilMs: null });
    expect(view).toMatchObject({ ended: false, waitsForDay: null });
    await expect(readManifest(world.ctx, { day: name })).rejects.toThrow(/is “In progress” and has no report yet/);
    await expect(listRewards(world.ctx, { day: name })).rejects.toMatchObject({ code: "not-found" });
  });

  it("is the pool's next payout", async () => {
    const view = await readPoolView(world.ctx);
    expect(view?.next).toMatchObject({ dayIndex: Number(await first("OPEN")), state: "OPEN" });
    expect(view?.next.moment).toEqual({ kind: "day-ends", atMs: view?.dayEndMs });
    expect(view?.next.times.approvalDueMs).toBeGreaterThan(view?.dayEndMs ?? Number.POSITIVE_INFINITY);
    expect(view?.late).toBeNull();
    const game = (await readPoolAndGame(world.ctx))?.game;
    expect(game).toMatchObject({ entries: 2 });
    expect(game?.lastEntries).toHaveLength(2);
    expect(view?.stopped).toBeNull();
  });

  it("is refused for a malformed name, for a date if a day does not last 24 hours, and if it does not exist", async () => {
    await expect(readDay(world.ctx, { day: "tomorrow" })).rejects.toMatchObject({ code: "bad-input" });
    await expect(readDay(world.ctx, { day: "2024-01-01" })).rejects.toThrow(/not last 24 hours/);
    await expect(readDay(world.ctx, { day: "999999999" })).rejects.toMatchObject({ code: "not-found" });
    await expect(readDay(world.ctx, { day: "99999999999999" })).rejects.toMatchObject({ code: "bad-input" });
  });
});

describe("a day that was paid", () => {
  let name: string;
  beforeAll(async () => {
    await liveUntil(world, async () => (await days("PAID")).length > 0);
    name = await first("PAID");
  });

  it("shows totals, a confirmed batch with its transaction, and every stage's time", async () => {
    const view = await readDay(world.ctx, { day: name });
    expect(view).toMatchObject({
      state: "PAID",
      amountState: "confirmed",
      payoutLovelace: world.potLovelace,
    });
    expect(view.confirmedLovelace).toBe(world.potLovelace);
    expect(view.batches).toHaveLength(1);
    expect(view.batches[0]).toMatchObject({ state: "confirmed", recipients: 2 });
    expect(view.batches[0]?.confirmations).toBeGreaterThanOrEqual(view.confirmDepth);
    expect(view.commit?.txHash).toMatch(/^[0-9a-f]{64}$/);
    expect(view.approvals.given).toBeGreaterThanOrEqual(view.approvals.threshold);
    expect(view.feeLovelace).toBeGreaterThan(0n);
    expect(view.moves.map(({ to }) => to)).toEqual(expect.arrayContaining(["SNAPSHOT", "PREVIEW", "PAID"]));
  });

  it("counts each recipient in exactly one bin", async () => {
    const { bins, recipients } = await readDay(world.ctx, { day: name });
    expect(bins.reduce((sum, bin) => sum + bin.recipients, 0)).toBe(recipients);
    expect(bins[0]).toMatchObject({ fromLovelace: 400_000_000n, recipients: 1 });
    expect(bins.at(-1)).toMatchObject({ toLovelace: 600_000_000n, recipients: 1 });
  });

  it("returns the exact bytes of its hash, and of each part that they name", async () => {
    const { hash, text } = await readManifest(world.ctx, { day: name });
    expect(contentHashOf(text)).toBe(hash);
    const read = parseManifest(text);
    if (!read.ok) throw new Error(read.problems.join("; "));
    const names = partHashesOf(read.manifest);
    for (const part of names) expect(contentHashOf(await readPart(world.ctx, { day: name, part }))).toBe(part);
    const view = await readDay(world.ctx, { day: name });
    const { linesRoot, declared } = read.manifest;
    expect(view.report).toMatchObject({ hash, partHashes: names, lines: 2, linesRoot, declared });
  });

  it("returns a part of no other day, and none of a day that is not published", async () => {
    const [part = ""] = (await readDay(world.ctx, { day: name })).report?.partHashes ?? [];
    await expect(readPart(world.ctx, { day: name, part: "12".repeat(32) })).rejects.toMatchObject({
      code: "not-found",
    });
    await expect(readPart(world.ctx, { day: name, part: "../x" })).rejects.toMatchObject({ code: "bad-input" });
    const { db } = world.ctx;
    const dayIndex = Number(name);
    await db.update(day).set({ state: "CHECKED" }).where(eq(day.dayIndex, dayIndex));
    await expect(readPart(world.ctx, { day: name, part })).rejects.toMatchObject({ code: "not-found" });
    await db.update(day).set({ state: "PAID" }).where(eq(day.dayIndex, dayIndex));
    expect(contentHashOf(await readPart(world.ctx, { day: name, part }))).toBe(part);
  });

  it("is downloaded as files that we name, each with its type", async () => {
    const [part = ""] = (await readDay(world.ctx, { day: name })).report?.partHashes ?? [];
    const request = new Request("http://localhost/api/v1/days/x/y?filename=evil.html");
    for (const [answer, file, type] of [
      [answerReport, `report-${name}.json`, "application/json"],
      [answerPart, `${part}.json`, "application/json"],
      [answerRewardsCsv, `rewards-${name}.csv`, "text/csv; charset=utf-8"],
    ] as const) {
      const { headers, body } = await answer(request, world.ctx, { id: "", input: { day: name, part } });
      await body?.cancel();
      expect(headers.get("content-disposition")).toBe(`attachment; filename="${file}"`);
      expect(headers.get("content-type")).toBe(type);
    }
  });

  it("returns every line once, page by page and as CSV", async () => {
    const one = await listRewards(world.ctx, { day: name, limit: 1 });
    const rest = await listRewards(world.ctx, { day: name, after: one.nextAfter ?? "", limit: 10 });
    const paged = [...one.rewards, ...rest.rewards].map(({ address }) => address);
    const stored = await world.ctx.db
      .select()
      .from(rewardLine)
      .where(ofDay(Number(name)));
    expect(paged.toSorted()).toEqual(stored.map(({ address }) => address).toSorted());
    expect(rest.nextAfter).toBeNull();
    const published = await loadPublishedDay(world.ctx, { day: name });
    const csv = (await textOf(rewardsCsv(world.ctx, published))).trimEnd().split("\n");
    expect(csv).toHaveLength(stored.length + 1);
    expect(csv[0]).toContain(",to_pay_lovelace,");
    expect(csv[0]).not.toMatch(/paid|payout|sent/);
    expect(csv.slice(1).every((line) => line.split(",").length === csv[0]?.split(",").length)).toBe(true);
    expect(csv.some((line) => line.includes(",payable,"))).toBe(true);
  });

  it("sends no half of one list and half of another: a day that is read again meanwhile ends it with an error", async () => {
    const published = await loadPublishedDay(world.ctx, { day: name });
    const { dayIndex, lineSetId } = published;
    const [other] = await world.ctx.db.insert(lineSet).values({ dayIndex, lines: 0 }).returning();
    const csv = rewardsCsv(world.ctx, published);
    await csv.next();
    const setLines = (id: number | null) =>
      world.ctx.db.update(day).set({ lineSetId: id }).where(eq(day.dayIndex, dayIndex));
    await setLines(other?.id ?? null);
    await expect(csv.next()).rejects.toThrow("was read again");
    await setLines(lineSetId);
  });

  it("is in the list, which is read a page at a time", async () => {
    await liveUntil(world, async () => (await days()).length >= 3);
    const all = await listDays(world.ctx);
    const pages = [];
    for (let before: number | undefined; ; ) {
      const page = await listDays(world.ctx, { limit: 1, ...(before === undefined ? {} : { before }) });
      pages.push(...page.days);
      if (page.nextBefore === null) break;
      before = page.nextBefore;
    }
    expect(pages).toEqual(all.days);
    expect(all.days.map((row) => row.dayIndex)).toEqual(all.days.map((row) => row.dayIndex).toSorted((a, b) => b - a));
  });
});

describe("a day that is stopped", () => {
  it("says why, in which state, and that payouts are stopped", async () => {
    const [row] = (await days()).filter(({ state }) => state === "OPEN" || state === "PREVIEW");
    if (!row) throw new Error("no day is running");
    await withTransaction(world.ctx.db, (tx) =>
      freezeDay(tx, row, {
        actor: "job:advance",
        atMs: row.stateSinceMs + 1,
        reason: { kind: "anomalies", anomalies: [] },
      }),
    );
    const view = await readDay(world.ctx, { day: String(row.dayIndex) });
    expect(view).toMatchObject({
      state: "FROZEN",
      standing: row.state,
      stopReason: { kind: "anomalies", anomalies: [] },
    });
    expect(view.amountState).toBe("stopped");
    expect((await readPoolView(world.ctx))?.stopped).toMatchObject({ dayIndex: row.dayIndex });

    // Who stopped a day, and what they wrote to the others, is nobody else's.
    const [name, text] = ["Olga of the console", "I suspect somebody."];
    const stopReason = { kind: "by-person", by: { name, text }, and: null } as const;
    await world.ctx.db.update(day).set({ stopReason }).where(eq(day.dayIndex, row.dayIndex));
    const stopped = await readDay(world.ctx, { day: String(row.dayIndex) });
    expect(sayStopReason(stopped.stopReason)).toBe("The team stopped it, to look into it.");
    const shown = superjson.stringify([stopped, await readPoolView(world.ctx)]);
    expect(shown).toContain("by-person");
    for (const secret of [name, text]) expect(shown).not.toContain(secret);
  });
});

describe("a day on which nothing is payable", () => {
  it("is closed with a published report that pays nobody", async () => {
    const quiet = await startWorld({ players: [{ tokens: 5n, plays: false }] });
    try {
      const closed = () => quiet.ctx.db.select().from(day).where(eq(day.state, "CLOSED"));
      await liveUntil(quiet, async () => (await closed()).length > 0);
      const name = String((await closed())[0]?.dayIndex);
      const view = await readDay(quiet.ctx, { day: name });
      expect(view).toMatchObject({
        state: "CLOSED",
        payoutLovelace: 0n,
        batches: [],
        bins: [],
        commitment: null,
      });
      expect(view.report?.totals).toMatchObject({ recipients: 0, payoutLovelace: 0n });
      expect((await listRewards(quiet.ctx, { day: name })).rewards).toEqual([]);
      expect(contentHashOf((await readManifest(quiet.ctx, { day: name })).text)).toBe(view.report?.hash);
    } finally {
      await quiet.stop();
    }
  });
});
