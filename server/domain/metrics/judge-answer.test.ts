import { describe, expect, test } from "vitest";
import { SITE_STALE_MS } from "../health/limits";
import { judgeAnswer } from "./judge-answer";
import { NEWEST_BLOCK_META, type NewestBlock, newestBlockText, readNewestBlock } from "./newest-block";

const NOW_MS = 1_800_000_000_000;
const HTML = "text/html; charset=utf-8";
const pageAt = (block: NewestBlock | null) =>
  `<!doctype html><html><head><meta name="${NEWEST_BLOCK_META}" content="${newestBlockText(block)}"/></head></html>\n`;
const page = (body: string, change: { status?: number; contentType?: string } = {}) =>
  judgeAnswer("/", { status: 200, contentType: HTML, body, ...change }, NOW_MS);
const block = (ageMs: number) => ({ height: 12, timeMs: NOW_MS - ageMs });

test("a block survives being written into a page and read again", () => {
  expect(readNewestBlock(pageAt(block(5)))).toEqual(block(5));
  expect(readNewestBlock(pageAt(null))).toBeNull();
  expect(readNewestBlock("<html></html>")).toBeUndefined();
});

describe("a page", () => {
  test("is good where it names a recent block, or says that there is none yet", () => {
    expect(page(pageAt(block(SITE_STALE_MS)))).toBeNull();
    expect(page(pageAt(null))).toBeNull();
  });
  test("that answers but shows the past is stale", () => {
    expect(page(pageAt(block(SITE_STALE_MS + 1)))).toEqual({
      fault: "stale",
      problem: "its newest block is 20 minutes old",
    });
  });
  test.each([
    ["another server's page", page("<html><h1>It works!</h1></html>"), "does not name the newest block"],
    ["half a page", page(pageAt(block(0)).slice(0, -9)), "ends before its end"],
    ["an error", page(pageAt(block(0)), { status: 500 }), "answers 500"],
    ["a file", page(pageAt(block(0)), { contentType: "application/octet-stream" }), "application/octet-stream"],
    ["nothing", page("", { contentType: "" }), "of no named type"],
  ])("%s is a wrong answer", (_what, fault, words) => {
    expect(fault).toMatchObject({ fault: "wrong-answer", problem: expect.stringContaining(words) });
  });
});

describe("what answers in JSON", () => {
  const json = (door: "/api/health" | "/api/pulse" | "/api/v1/days", value: unknown, status = 200) => {
    const body = typeof value === "string" ? value : JSON.stringify(value);
    return judgeAnswer(door, { status, contentType: "application/json", body }, NOW_MS)?.fault ?? null;
  };
  test("health: a part that fails has an incident of its own; the door answers", () => {
    expect(json("/api/health", { healthy: true, message: "" })).toBeNull();
    expect(json("/api/health", { healthy: false, message: "" }, 503)).toBeNull();
    expect(json("/api/health", "upstream error", 503)).toBe("wrong-answer");
    expect(json("/api/health", { healthy: true }, 429)).toBe("wrong-answer");
  });
  test("pulse: good without a pool, stale with an old block", () => {
    expect(json("/api/pulse", { version: "", game: null })).toBeNull();
    expect(json("/api/pulse", { version: "", game: { timeMs: NOW_MS } })).toBeNull();
    expect(json("/api/pulse", { version: "", game: { timeMs: NOW_MS - SITE_STALE_MS - 1 } })).toBe("stale");
    expect(json("/api/pulse", { game: "x" })).toBe("wrong-answer");
  });
  test("the API: a list of days, an empty one too", () => {
    expect(json("/api/v1/days", { days: [], nextBefore: null })).toBeNull();
    expect(json("/api/v1/days", { days: [{}] })).toBe("wrong-answer");
    expect(json("/api/v1/days", { code: "SERVICE_UNAVAILABLE", message: "" }, 503)).toBe("wrong-answer");
  });
});
