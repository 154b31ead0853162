import { Writable } from "node:stream";
import pino from "pino";
import { afterEach, expect, it, vi } from "vitest";
import { createLogger } from "./logger";

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** What a process's own log writes to stderr. */
function written(work: (log: ReturnType<typeof createLogger>) => void): string {
  let text = "";
  const stderr = new Writable({
    write(chunk, _encoding, done) {
      text += chunk;
      done();
    },
  });
  const opened = vi.spyOn(pino, "destination").mockReturnValue(stderr as never);
  work(createLogger("info"));
  expect(opened).toHaveBeenCalledWith(2);
  return text;
}

it("fields of secrets are written as redacted, at the top and up to two levels below", () => {
  const names = ["password", "secret", "authorization", "cookie", "token", "projectId", "project_id", "totp"];
  const secrets = Object.fromEntries(names.map((name) => [name, `hidden ${name}`]));
  const text = written((log) => log.warn({ ...secrets, a: secrets, b: { c: secrets } }, "told"));
  expect(text).not.toContain("hidden");
  const { password, a, b } = JSON.parse(text);
  expect([password, a.token, b.c.cookie]).toEqual(["[redacted]", "[redacted]", "[redacted]"]);
});

it("a line is one JSON object with the time in UTC, and what was given is no format of its message", () => {
  vi.useFakeTimers({ now: 1_800_000_000_000 });
  const text = written((log) => log.warn({ path: "%s %d %j %o" }, "told"));
  expect(text.match(/\n/g)).toHaveLength(1);
  expect(JSON.parse(text)).toMatchObject({ time: 1_800_000_000_000, msg: "told", path: "%s %d %j %o" });
});

it("errors and warnings of one kind are told 60 times a minute, then counted; other kinds and levels are told", () => {
  vi.useFakeTimers({ now: 1_800_000_000_000 });
  const text = written((log) => {
    for (let n = 0; n < 1_000; n++) {
      log.error({ err: new Error(`from a stranger ${n}`), n }, "a call failed unexpectedly");
      log.info({ said: n }, "printed");
    }
    log.error("another kind");
    log.warn({ n: 0 }, "a call failed unexpectedly");
    for (let n = 0; n < 100; n++) log.info({ n }, "a day moved");
    for (let n = 0; n < 100; n++) log.warn({ security: true, n }, "security");
    vi.advanceTimersByTime(60_000);
    log.error({ n: 1_000 }, "a call failed unexpectedly");
  });
  const lines = text
    .trim()
    .split("\n")
    .map((line): { msg: string; level: number } => JSON.parse(line));
  const count = (name: string, level: number) =>
    lines.filter((line) => line.msg === name && line.level === level).length;
  expect(count("a call failed unexpectedly", 50)).toBe(61);
  expect(count("a call failed unexpectedly", 40)).toBe(1);
  expect(count("printed", 30)).toBe(60);
  expect([count("another kind", 50), count("a day moved", 30), count("security", 40)]).toEqual([1, 100, 100]);
  expect(lines.at(-2)).toMatchObject({ msg: "lines were left out", kind: "a call failed unexpectedly", leftOut: 940 });
  expect(lines.at(-1)).toMatchObject({ n: 1_000 });
});
