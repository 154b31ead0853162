import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { memoryLog } from "@/server/testing/memory-log";
import { MOST_A_MINUTE, noteSecurity } from "./security-log";

const { log, lines: written, clear } = memoryLog();

beforeEach(() => {
  clear();
  vi.useFakeTimers({ now: 0 });
});
afterEach(() => void vi.useRealTimers());

const HOSTILE = [
  'x"}\n{"level":30,"security":true,"event":"sign-in.complete"}\n',
  "\r\n\u001b[2K\u001b[31mforged",
  "\ud800 alone \udfff",
  "\u0000\u2028\u2029",
  "%s %d %j %o %%",
];

it.each(HOSTILE)("whatever a stranger sends stays in its field of one line, whose message is constant: %j", (text) => {
  noteSecurity(log, {
    event: "call.refused",
    person: text,
    address: text,
    browser: text,
    details: { path: text, [text]: text },
  });
  const [line, ...more] = written();
  expect(more).toEqual([]);
  expect([...(line ?? "")].filter((character) => character < " ")).toEqual([]);
  const { details, ...told } = JSON.parse(line ?? "");
  expect(told).toMatchObject({ msg: "security", security: true, event: "call.refused", time: 0 });
  // UTF-8 has no half of a pair: it is escaped, or replaced.
  const inUtf8 = (value: unknown) => Buffer.from(String(value)).toString();
  const fields = [told.person, told.address, told.browser, ...Object.entries(details).flat()].map(inUtf8);
  expect(new Set(fields)).toEqual(new Set([inUtf8(text), "path"]));
});

it("a flood is counted and not written, and keeps no other event out", () => {
  vi.setSystemTime(3_600_000);
  for (let call = 0; call < MOST_A_MINUTE + 25; call++) noteSecurity(log, { event: "call.limited" });
  noteSecurity(log, { event: "sign-in.complete" });
  expect(written()).toHaveLength(MOST_A_MINUTE + 1);
  vi.setSystemTime(3_660_000);
  noteSecurity(log, { event: "call.limited" });
  noteSecurity(log, { event: "call.limited" });
  const [first, second] = written()
    .slice(-2)
    .map((line) => JSON.parse(line));
  expect(first).toMatchObject({ event: "call.limited", leftOut: 25 });
  expect(second.leftOut).toBeUndefined();
});
