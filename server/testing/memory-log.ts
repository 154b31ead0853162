import { Writable } from "node:stream";
import pino, { type Logger } from "pino";
import { correlation } from "@/server/telemetry/correlation";

export type MemoryLog = {
  readonly log: Logger;
  /** Each line as it would stand in a file. */
  lines(): readonly string[];
  /** The same, read as JSON. */
  read(): readonly Record<string, unknown>[];
  clear(): void;
};

/** A log that tests can read. */
export function memoryLog(): MemoryLog {
  let text = "";
  const sink = new Writable({
    write(chunk, _encoding, done) {
      text += chunk;
      done();
    },
  });
  const lines = () => text.split("\n").filter((line) => line !== "");
  return {
    log: pino({ level: "info", mixin: () => ({ ...correlation() }) }, sink),
    lines,
    read: () => lines().map((line) => JSON.parse(line)),
    clear: () => {
      text = "";
    },
  };
}
