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
