import path from "node:path";
import { parseEnv } from "node:util";
import { shown } from "@/server/domain/shown";
import { sayFileProblem } from "@/server/files/file-problem";
import { FileError, readTextFile } from "@/server/files/read-text";
import { type Arguments, type Options, readArguments, UsageError, usageError } from "./arguments";
import { findMistakes } from "./env-file-mistakes";

export { usageError };

type Command<T extends Options> = {
  readonly usage: string;
  readonly options: T;
  /** True where words stand beside the options. */
  readonly words?: boolean;
  /** True for what brings its own environment along. */
  readonly isAlone?: boolean;
};

const ENV_FILE = { "env-file": { type: "string" } } as const;
const ENV_FILE_USAGE = `

  --env-file FILE  variables of the environment, as in .env.example; what is set already stays as it is`;

/**
 * Runs a command's main function with its arguments, once the variables of --env-file are set. Errors go to stderr in
 * our words (with the stack only if DEBUG is set). Exit code 2 means a wrong call, 1 a failure.
 */
export async function runCommand<T extends Options>(
  { usage, options, words = false, isAlone = false }: Command<T>,
  main: (given: Arguments<T>) => Promise<void>,
): Promise<void> {
  const args = process.argv.slice(2);
  if (args.includes("--help")) {
    console.log(isAlone ? usage : usage + ENV_FILE_USAGE);
    return;
  }
  try {
    const given = readArguments<Options>(args, { ...options, ...(isAlone ? {} : ENV_FILE) });
    const [word] = given.positionals;
    if (!words && word !== undefined) throw usageError(`${shown(word)} has no meaning here.`);
    const { "env-file": envFile, ...values } = given.values;
    await setVariables(envFile);
    await main({ ...given, values } as Arguments<T>);
  } catch (error) {
    const isWrongCall = error instanceof UsageError;
    console.error(isWrongCall ? withHelp(inWords(error)) : inWords(error));
    process.exitCode = isWrongCall ? 2 : 1;
  }
}

/** In one line where the reason is one: the whole usage would scroll it away. */
function withHelp(reason: string): string {
  return `${reason}${reason.includes("\n") ? "\n" : " "}See --help.`;
}

/** Those that are set already stay as they are. */
async function setVariables(file: unknown): Promise<void> {
  if (typeof file !== "string") return;
  const text = await readTextFile(file);
  const named = parseEnv(text);
  const mistakes = findMistakes(text, Object.keys(named));
  if (mistakes.length > 0) throw usageError(mistakes.map((mistake) => `${file}: ${mistake}`).join("\n"));
  if (Object.keys(named).length === 0) {
    throw usageError(`${file} names no variable. It should hold lines such as LOG_LEVEL=info.`);
  }
  for (const [name, value] of Object.entries(named)) process.env[name] ??= value;
}

const UNEXPECTED = "This failed for a reason that has no words yet. Run it again with DEBUG=1 to see the cause.";

/** An error and its cause in our words, or the stack if DEBUG is set. What a library says is left out. */
export function inWords(error: unknown): string {
  if (process.env.DEBUG && error instanceof Error) return error.stack ?? error.message;
  return wordsOf(error) ?? UNEXPECTED;
}

function wordsOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const refused = sayFileProblem(error);
  if (refused !== null) return "path" in error ? `${error.path}: ${refused}` : refused;
  if (isForeign(error)) return null;
  const cause = error instanceof FileError ? null : wordsOf(error.cause);
  return cause === null || error.message.includes(cause) ? error.message : `${error.message}\n  because: ${cause}`;
}

/** What the language throws for a mistake in a program. */
const MISTAKES = [TypeError, RangeError, SyntaxError, ReferenceError, URIError, AggregateError];
const OUR_FILES = `${path.resolve(import.meta.dirname, "../..")}${path.sep}`;

/** Made by Node or a library: the uppermost place of its stack is there. */
function isForeign(error: Error): boolean {
  if (MISTAKES.some((kind) => error instanceof kind)) return true;
  const place = /^ {4}at .*$/m.exec(error.stack ?? "")?.[0];
  return place !== undefined && (place.includes("node_modules") || !place.includes(OUR_FILES));
}
