import { startTestServer } from "@/db/testing/server";
import { say } from "./timed";

export type Result = {
  readonly figures: object;
  /** Each goal that is not met, in words. */
  readonly missed: readonly string[];
};

const LONGEST_MS = 60 * 60_000;

/**
 * What a bench's command does around its measuring: a database server of its own, words to stderr, and one line of JSON
 * to stdout. Exits with 1 where a goal is missed, and after an hour.
 */
export async function runBench(measure: () => Promise<Result>): Promise<void> {
  const overtime = setTimeout(() => {
    say(`not done after ${LONGEST_MS / 60_000} minutes`);
    process.exit(1);
  }, LONGEST_MS);
  const stop = await startTestServer();
  try {
    const { figures, missed } = await measure();
    for (const failure of missed) say(`missed: ${failure}`);
    console.log(JSON.stringify({ ok: missed.length === 0, ...figures }));
    process.exitCode = missed.length === 0 ? 0 : 1;
  } finally {
    clearTimeout(overtime);
    await stop();
  }
}

/** An option's value. Throws if it is no whole number from `least`. */
export function readCount(values: Readonly<Record<string, string>>, name: string, least: number): number {
  const value = Number(values[name]);
  if (!Number.isSafeInteger(value) || value < least)
    throw new Error(`--${name} should be a whole number from ${least}`);
  return value;
}

/** For a part that fails and leaves the others' figures: tells why, and gives null. */
export function tellFailure(error: unknown): null {
  say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return null;
}
