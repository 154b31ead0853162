import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { memoryLog } from "@/server/testing/memory-log";
import { createFeed, type Feed } from "./feed";

let feed: Feed;
/** What there is to read; an error is thrown. */
let content: unknown;
let reads: number;
let memory: ReturnType<typeof memoryLog>;
beforeEach(() => {
  vi.useFakeTimers();
  content = { version: "a" };
  reads = 0;
  memory = memoryLog();
  feed = createFeed(async () => {
    reads++;
    if (content instanceof Error) throw content;
    return content;
  }, memory.log);
  feed.setHeard(true);
});
afterEach(() => {
  feed.close();
  vi.useRealTimers();
});

function follow() {
  const reader = { told: [] as string[], ended: [] as string[] };
  const leave = feed.follow({
    tell: ({ text }) => reader.told.push(text.split("data: ")[1]?.trim() ?? ""),
    end: (why) => reader.ended.push(why),
  });
  return { ...reader, reader, leave };
}

it("reads once for all, however many follow and however much happens", async () => {
  const readers = Array.from({ length: 1_000 }, follow);
  for (let news = 0; news < 500; news++) feed.look();
  await vi.advanceTimersByTimeAsync(0);
  expect(reads).toBe(1);
  for (const { told } of readers) expect(told).toEqual(['{"version":"a"}']);
  content = { version: "b" };
  for (let news = 0; news < 500; news++) feed.look();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(reads).toBe(2);
  for (const { told } of readers) expect(told).toEqual(['{"version":"a"}', '{"version":"b"}']);
});

it("tells nothing that was told", async () => {
  const { told } = follow();
  await vi.advanceTimersByTimeAsync(0);
  feed.look();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(reads).toBe(2);
  expect(told).toHaveLength(1);
});

it("reads nothing while nobody follows, and anew for whoever comes then", async () => {
  feed.look();
  await vi.advanceTimersByTimeAsync(600_000);
  expect(reads).toBe(0);
  follow().leave();
  content = { version: "b" };
  await vi.advanceTimersByTimeAsync(600_000);
  expect(reads).toBe(0);
  const { told } = follow();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(told).toEqual(['{"version":"b"}']);
});

it("looks by itself: seldom while news are heard, since one can be lost, and often while they are not", async () => {
  follow();
  await vi.advanceTimersByTimeAsync(120_500);
  expect(reads).toBe(3);
  feed.setHeard(false);
  await vi.advanceTimersByTimeAsync(60_500);
  expect(reads).toBeGreaterThanOrEqual(14);
});

it("what happens while it reads is read after that", async () => {
  const { told } = follow();
  let answer: (content: unknown) => void = () => undefined;
  content = new Promise((resolve) => {
    answer = resolve;
  });
  await vi.advanceTimersByTimeAsync(0);
  feed.look();
  content = { version: "b" };
  answer({ version: "a" });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(told).toEqual(['{"version":"a"}', '{"version":"b"}']);
});

it("a database that cannot be read ends all who follow, and each of them once", async () => {
  const { told, reader } = follow();
  await vi.advanceTimersByTimeAsync(0);
  content = new Error("away");
  feed.look();
  await vi.advanceTimersByTimeAsync(120_000);
  expect(reader.ended).toEqual(["away"]);
  expect(told).toHaveLength(1);
  expect(reads, "nobody follows any more").toBe(2);
});

it("a database that stays away is said once, however often somebody comes and has it tried again", async () => {
  content = new Error("away");
  const come = async () => {
    const { reader } = follow();
    await vi.advanceTimersByTimeAsync(2_000);
    return reader.ended;
  };
  for (let times = 0; times < 20; times++) expect(await come()).toEqual(["away"]);
  expect(memory.lines()).toHaveLength(1);
  content = { version: "a" };
  expect(await come()).toEqual([]);
  content = new Error("away again");
  feed.look();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(memory.lines()).toHaveLength(2);
});

it("closed, it ends whoever follows and whoever comes", () => {
  const before = follow();
  feed.close();
  const after = follow();
  expect([before.reader.ended, after.reader.ended]).toEqual([["closed"], ["closed"]]);
});
