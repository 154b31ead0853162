import type { z } from "zod";
import { problemsOf } from "@/server/domain/fields";
import { usageError } from "../command";
import { readJsonArgument } from "../read-json-argument";

type Words = {
  /** The error for a file of another shape: "is not a deployment". */
  readonly isWrong: string;
  /** Added where the file is not JSON. */
  readonly hint?: string;
};

/** Reads a file of JSON by the schema. Names every wrong field and what it must be. */
export async function readDocument<S extends z.ZodType>(file: string, schema: S, words: Words): Promise<z.output<S>> {
  const document = await readJsonArgument(file, words.hint);
  const parsed = schema.safeParse(document);
  if (parsed.success) return parsed.data;
  const problems = problemsOf(parsed.error).map(({ field, problem }) => `  ${field || "the whole"} ${problem}`);
  throw usageError(`${file} ${words.isWrong}:\n${problems.join("\n")}`);
}
