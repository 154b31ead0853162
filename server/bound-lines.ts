import type { LoggerOptions } from "pino";
import { countLines } from "./count-lines";

type LogMethod = NonNullable<NonNullable<LoggerOptions["hooks"]>["logMethod"]>;

/** So many warnings and so many errors a minute of one kind, which is their message. */
export const MOST_OF_A_KIND = 60;
/** pino's. */
const WARN = 40;
/** What libraries and Next.js print may be made by strangers at any level (server/doors/print-as-lines.ts). */
const PRINTED = "printed";

/**
 * For pino: what goes wrong again and again, perhaps because a stranger makes it, is told MOST_OF_A_KIND times a minute
 * and then only counted. The security log bounds its own lines, by event and network.
 */
export function boundLines(): LogMethod {
  const take = countLines({ most: MOST_OF_A_KIND });
  return function (given, write, level) {
    const kind = given.find((each): each is string => typeof each === "string") ?? "";
    if ((level < WARN && kind !== PRINTED) || isSecurity(given[0])) return write.apply(this, given);
    const leftOut = take(`${level} ${kind}`);
    if (leftOut === null) return;
    if (leftOut > 0) write.call(this, { leftOut, kind }, "lines were left out");
    write.apply(this, given);
  };
}

const isSecurity = (fields: unknown) => typeof fields === "object" && fields !== null && "security" in fields;
