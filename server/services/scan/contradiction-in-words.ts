import { sayContradiction } from "@/server/words/scan-contradiction";
import { Contradicted } from "./internal/contradicted";

/** What the source contradicted, in a sentence; null for any other error. */
export function contradictionInWords(error: unknown): string | null {
  return error instanceof Contradicted ? sayContradiction(error.contradiction) : null;
}
