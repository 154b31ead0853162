import type { z } from "zod";
import { problemsOf } from "@/server/domain/fields";
import { usageError } from "../command";

type Words = {
  /** What a file of another shape is told: "is not a deployment". */
  readonly isWrong: string;
  /** Said beside what JSON.parse says. */
  readonly hint?: string;
};

/** A file's text as the schema wants it. Every field that is wrong is named with what would be right. */
export function parseDocument<S extends z.ZodType>(
  file: string,
  text: string,
  schema: S,
  { isWrong, hint = "" }: Words,
): z.output<S> {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw usageError(`${file} is not JSON: ${(error as Error).message}${hint}`);
  }
  const parsed = schema.safeParse(document);
  if (parsed.success) return parsed.data;
  const problems = problemsOf(parsed.error).map(({ field, problem }) => `  ${field} ${problem}`);
  throw usageError(`${file} ${isWrong}:\n${problems.join("\n")}`);
}
