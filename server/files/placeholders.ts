import { z } from "zod";

const PLACEHOLDER = /^<(.*)>$/s;

/** Refuses a document in which texts such as "<the game's address>" were not replaced yet, and names each of them. */
export const withoutPlaceholders = z.unknown().superRefine((value, context) => {
  for (const { path, wanted } of placeholdersIn(value, [])) {
    context.addIssue({ code: "custom", path, message: `is a placeholder. Put here: ${wanted}` });
  }
});

type Placeholder = { readonly path: string[]; readonly wanted: string };

function placeholdersIn(value: unknown, path: string[]): Placeholder[] {
  if (typeof value === "object" && value !== null) {
    return Object.entries(value).flatMap(([name, inner]) => placeholdersIn(inner, [...path, name]));
  }
  const wanted = typeof value === "string" ? PLACEHOLDER.exec(value)?.[1] : undefined;
  return wanted === undefined ? [] : [{ path, wanted }];
}
