import { format } from "node:util";
import type { Logger } from "@/server/logger";

type Printer = Pick<Console, "log" | "info" | "warn" | "error" | "debug">;

/**
 * From here on what is printed by hand, as Next.js and libraries do, is a line of the log: one JSON object, with the
 * text as a value. It may hold what a stranger sent, line breaks included, which must not pass for lines of ours.
 */
export function printAsLines(printer: Printer, log: Logger): void {
  const line =
    (level: "debug" | "info" | "warn" | "error") =>
    (...said: unknown[]) =>
      log[level]({ said: format(...said) }, "printed");
  printer.debug = line("debug");
  printer.log = line("info");
  printer.info = line("info");
  printer.warn = line("warn");
  printer.error = line("error");
}
