import { hexToBytes } from "@noble/hashes/utils";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { blockAnswer, serveChain } from "@/server/testing/chain/canned-chain";
import { withCannedSource } from "@/server/testing/chain/with-source";
import { ChainSourceError, clockTime } from "../error";
import { createBlockfrostSource } from "./source";

const held = withCannedSource();
const START_MS = Date.UTC(2026, 10, 26, 12, 0, 0);
const TX = hexToBytes("84a200800180a0f5f6");
let status = 200;
let headers: Record<string, string> = {};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: START_MS });
  serveChain(held.server, 3);
  held.server.routes["blocks/latest"] = () =>
    status === 200 ? { body: blockAnswer(3) } : { status, body: {}, headers };
});
afterEach(() => {
  vi.useRealTimers();
  status = 200;
  headers = {};
});

async function askedUntil(): Promise<number | undefined> {
  const error = await held.source.tip().catch((reason: unknown) => reason);
  if (!(error instanceof ChainSourceError)) throw new Error("there was an answer");
  expect(error.kind).toBe("rate-limited");
  return error.details.retryAtMs && error.details.retryAtMs - START_MS;
}
const answers = (withStatus: number, retryAfter?: string) => {
  status = withStatus;
  headers = retryAfter === undefined ? {} : { "retry-after": retryAfter };
};
const calls = () => held.server.asked.filter((path) => !/genesis|eras/.test(path)).length;

describe("a server that says when to come back is sent nothing before, to the second", () => {
  test.each<[number, string, number]>([
    [429, "60", 60_000],
    [418, "600", 600_000],
    [402, "7200", 7_200_000],
    [425, "30", 30_000],
    [503, "120", 120_000],
    [429, "Thu, 26 Nov 2026 12:03:20 GMT", 200_000],
    [503, "Thursday, 26-Nov-26 12:03:20 GMT", 200_000],
    [503, "Thu Nov 26 12:03:20 2026", 200_000],
  ])("%i with Retry-After: %s", async (code, retryAfter, waitMs) => {
    answers(code, retryAfter);
    expect(await askedUntil()).toBe(waitMs);
    expect(calls()).toBe(1);

    answers(200);
    vi.setSystemTime(START_MS + waitMs - 1_000);
    await expect(held.source.tip()).rejects.toThrow(
      /canned: .*blocks\/latest.*Nothing is sent to it before \d\d:\d\d:\d\d UTC/,
    );
    expect(await askedUntil()).toBe(waitMs);
    expect(await held.source.submit(TX)).toEqual({
      kind: "ambiguous",
      detail: expect.stringMatching(/it was not sent: .* before 1/),
    });
    expect(calls()).toBe(1);

    vi.setSystemTime(START_MS + waitMs);
    expect((await held.source.tip()).height).toBe(3);
  });

  test.each<[number, number]>([
    [418, 5 * 60_000],
    [402, 60 * 60_000],
  ])("%i without a header is left alone for its usual time", async (code, waitMs) => {
    answers(code);
    expect(await askedUntil()).toBe(waitMs);
    expect(await askedUntil()).toBe(waitMs);
    expect(calls()).toBe(1);
  });

  test.each(["", "0", "-5", "soon", "1.5", "Thu, 26 Nov 2026 11:59:00 GMT"])(
    "a header that names no time to come (%s) is as none",
    async (retryAfter) => {
      answers(429, retryAfter);
      expect(await askedUntil()).toBe(5); // the longest pause between two tries here
      expect(calls()).toBe(3);
    },
  );

  test("after a day it is asked again, whatever it says", async () => {
    answers(429, "9".repeat(400));
    expect(await askedUntil()).toBe(24 * 60 * 60_000);
    expect(calls()).toBe(1);
  });

  test("a status that is no request to wait is not taken for one", async () => {
    answers(500, "60");
    await expect(held.source.tip()).rejects.toMatchObject({ kind: "unavailable", details: { status: 500 } });
    expect(calls()).toBe(3);
  });

  test("what was asked at the same time is not sent either", async () => {
    answers(429, "60");
    held.server.routes["blocks/1"] = () => ({ status: 500, body: {} });
    const asked = await Promise.allSettled([held.source.tip(), held.source.block(1), held.source.block(1)]);
    expect(asked.map((one) => one.status)).toEqual(["rejected", "rejected", "rejected"]);
    const before = calls();
    await expect(held.source.block(2)).rejects.toMatchObject({ kind: "rate-limited" });
    expect(calls()).toBe(before);
  });

  test("a submission that is answered so closes the gate for everything", async () => {
    held.server.routes["tx/submit"] = () => ({ status: 425, body: "", headers: { "retry-after": "90" } });
    expect(await held.source.submit(TX)).toMatchObject({ kind: "ambiguous" });
    expect(await askedUntil()).toBe(90_000);
    expect(held.server.asked.filter((path) => path !== "tx/submit")).toEqual([]);
  });
});

test("a wait of a few seconds is slept through in the call", async () => {
  vi.useRealTimers();
  const retry = { retries: 1, baseDelayMs: 1, maxDelayMs: 2_000 };
  const source = createBlockfrostSource({ url: held.server.url, retry });
  held.server.routes["blocks/latest"] = (_, count) =>
    count === 0 ? { status: 429, body: {}, headers: { "retry-after": "1" } } : { body: blockAnswer(3) };
  expect((await source.tip()).height).toBe(3);
});

test("the time is told as a clock shows it, never too early, with the date of another day", () => {
  expect(clockTime(START_MS + 1)).toBe("12:00:01 UTC");
  expect(clockTime(START_MS + 13 * 3_600_000)).toBe("01:00:00 UTC on 2026-11-27");
});
