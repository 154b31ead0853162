import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { memoryLog } from "@/server/testing/memory-log";
import { MOST_OF_NETWORK, MOST_OF_STRANGERS, noteSecurity } from "./security-log";

const { log, lines: written, read, clear } = memoryLog();

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

const at = (minutes: number) => vi.setSystemTime(minutes * 60_000);

it("a flood is counted and not written, and keeps no other event, network or person out", () => {
  at(60);
  const limited = { event: "call.limited", address: "192.0.2.1" } as const;
  for (let call = 0; call < MOST_OF_NETWORK + 25; call++) noteSecurity(log, limited);
  expect(written()).toHaveLength(MOST_OF_NETWORK);
  noteSecurity(log, { ...limited, event: "sign-in.complete" });
  noteSecurity(log, { ...limited, person: "ann" });
  expect(written()).toHaveLength(MOST_OF_NETWORK + 2);
  noteSecurity(log, { ...limited, address: "192.0.2.2" });
  expect(read().at(-1)).toMatchObject({ address: "192.0.2.2", leftOut: 25 });
  at(61);
  noteSecurity(log, limited);
  expect(read().at(-1)?.leftOut).toBeUndefined();
});

it("what a person does is never left out, nor are tries for known accounts by tries for unknown ones", () => {
  at(120);
  const refused = { event: "call.refused", address: "192.0.2.1" } as const;
  const failed = { event: "sign-in.failed", address: "192.0.2.1" } as const;
  for (let call = 0; call < 2 * MOST_OF_NETWORK; call++) for (const each of [refused, failed]) noteSecurity(log, each);
  clear();
  for (let call = 0; call < 2 * MOST_OF_NETWORK; call++) noteSecurity(log, { ...refused, person: "ann" });
  expect(written()).toHaveLength(2 * MOST_OF_NETWORK);
  clear();
  for (let call = 0; call < 2 * MOST_OF_NETWORK; call++) noteSecurity(log, { ...failed, person: "ann" });
  expect(written()).toHaveLength(MOST_OF_NETWORK);
});

it("from all networks together there is a limit too, and a site's IPv6 addresses are one network", () => {
  at(180);
  const note = (address: string) => noteSecurity(log, { event: "call.refused", address });
  for (let host = 0; host < 2 * MOST_OF_NETWORK; host++) note(`2001:db8::${host.toString(16)}`);
  expect(written()).toHaveLength(MOST_OF_NETWORK);
  for (let host = 0; host < MOST_OF_STRANGERS; host++) note(`10.0.${host >> 8}.${host & 255}`);
  expect(written()).toHaveLength(MOST_OF_STRANGERS);
});

it("is written whatever LOG_LEVEL says", () => {
  at(240);
  for (const level of ["error", "silent"]) {
    log.level = level;
    log.warn("another line");
    noteSecurity(log, { event: "step-up.failed", person: "ann" });
  }
  log.level = "info";
  expect(read()).toMatchObject([{ event: "step-up.failed" }, { event: "step-up.failed" }]);
});
