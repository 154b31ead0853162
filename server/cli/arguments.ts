import { type ParseArgsConfig, parseArgs } from "node:util";
import { shown } from "@/server/domain/shown";

export type Options = NonNullable<ParseArgsConfig["options"]>;

/** Options by their names, and the words between them. */
export type Arguments<T extends Options> = ReturnType<typeof parseArgs<{ options: T; allowPositionals: true }>>;

/** The command was called wrongly. The message says how. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

export function usageError(message: string): Error {
  return new UsageError(message);
}

/**
 * Reads what a command was called with. Throws a usage error in our words where Node has its own, and where Node says
 * nothing: an option that is given twice, or with an empty value, as an unset variable of a shell leaves it.
 */
export function readArguments<T extends Options>(args: readonly string[], options: T): Arguments<T> {
  // npm scripts end with it: without it Node itself would look for the file of --env-file (package.json).
  const given = args[0] === "--" ? args.slice(1) : [...args];
  const { tokens } = parseArgs({ args: given, options, strict: false, allowPositionals: true, tokens: true });
  const named: string[] = [];
  const words = new Map<number, string>();
  for (const token of tokens) {
    if (token.kind === "positional") words.set(token.index, token.value);
    if (token.kind !== "option") continue;
    // A number below 0, not options of one letter: whoever takes the word says what it may be.
    if (/^-\d/.test(token.rawName)) words.set(token.index, given[token.index] ?? "");
    else named.push(checkOption(token, options, named));
  }
  // Nothing is left that Node could refuse.
  return parseArgs({ args: [...named, "--", ...words.values()], options, allowPositionals: true });
}

type Typed = {
  readonly name: string;
  readonly rawName: string;
  readonly value?: string;
  readonly inlineValue?: boolean;
};

/** The option in one piece. */
function checkOption(
  { name, rawName, value, inlineValue }: Typed,
  options: Options,
  before: readonly string[],
): string {
  const option = Object.hasOwn(options, name) && rawName === `--${name}` ? options[name] : undefined;
  if (!option) throw usageError(`There is no option ${shown(rawName)}.`);
  if (!option.multiple && before.some((each) => each === rawName || each.startsWith(`${rawName}=`))) {
    throw usageError(`${rawName} is given twice.`);
  }
  if (option.type === "boolean") {
    if (value !== undefined) throw usageError(`${rawName} takes no value, but ${shown(value)} was given.`);
    return rawName;
  }
  if (value === undefined) throw usageError(`${rawName} needs a value.`);
  if (value.trim() === "") throw usageError(`The value of ${rawName} is empty.`);
  if (!inlineValue && /^--?[a-z]/i.test(value)) {
    throw usageError(`${rawName} needs a value, but the option ${shown(value)} follows.`);
  }
  return `${rawName}=${value}`;
}
