import { startTestServer } from "@/db/testing/server";
import { type Arguments, type Options, UsageError } from "@/server/cli/arguments";
import { runCommand, usageError } from "@/server/cli/command";
import { say } from "./timed";

export type Result = {
  readonly figures: object;
  /** Each goal that is not met, in words. */
  readonly missed: readonly string[];
};

const LONGEST_MS = 60 * 60_000;

type Values<T extends Options> = Arguments<T>["values"];
type Bench<T extends Options> = { readonly usage: string; readonly options: T };

/**
 * What a bench's command does around its measuring: a database server of its own, words to stderr, and one line of JSON
 * to stdout. Exits with 1 where a goal is missed, and after an hour; with 2 after a wrong call.
 */
export function runBench<T extends Options>(
  bench: Bench<T>,
  measure: (values: Values<T>) => Promise<Result>,
): Promise<void> {
  return runCommand({ ...bench, isAlone: true }, ({ values }) => withServer(() => measure(values)));
}

async function withServer(measure: () => Promise<Result>): Promise<void> {
  const stop = await startTestServer();
  const overtime = setTimeout(() => {
    say(`not done after ${LONGEST_MS / 60_000} minutes`);
    process.exit(1);
  }, LONGEST_MS);
  try {
    tellResult(await measure());
  } catch (error) {
    if (error instanceof UsageError) throw error;
    // After so long nobody wants to run it again for the stack.
    tellFailure(error);
    process.exitCode = 1;
  } finally {
    clearTimeout(overtime);
    await stop();
  }
}

/** Ends a bench: the line of JSON, and the exit code. */
export function tellResult({ figures, missed }: Result): void {
  for (const failure of missed) say(`missed: ${failure}`);
  console.log(JSON.stringify({ ok: missed.length === 0, ...figures }));
  process.exitCode = missed.length === 0 ? 0 : 1;
}

/** An option's value. Throws a usage error if it is no whole number from `least`. */
export function readCount<Name extends string>(
  values: Readonly<Record<Name, string>>,
  name: Name,
  least: number,
): number {
  const value = Number(values[name]);
  if (!Number.isSafeInteger(value) || value < least)
    throw usageError(`--${name} should be a whole number from ${least}.`);
  return value;
}

/** For a part that fails and leaves the others' figures: tells why, and gives null. */
export function tellFailure(error: unknown): null {
  say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return null;
}
