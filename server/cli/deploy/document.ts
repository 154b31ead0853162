import type { z } from "zod";
import { problemsOf } from "@/server/domain/fields";
import { usageError } from "../command";

type Words = {
  /** The error for a file of another shape: "is not a deployment". */
  readonly isWrong: string;
  /** Added to what JSON.parse says. */
  readonly hint?: string;
};

/** Parses a file's text by the schema. Names every wrong field and what it must be. */
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
