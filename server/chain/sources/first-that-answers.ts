import type { ChainSource } from "@/server/domain/ports";
import { ChainSourceError } from "./error";

/** The first that tells its tip. Where none does, the first of all: it says why. A single one is not asked. */
export async function firstThatAnswers(sources: readonly ChainSource[]): Promise<ChainSource> {
  const [first] = sources;
  if (!first) throw new Error("no chain source is set");
  if (sources.length === 1) return first;
  for (const source of sources) {
    try {
      await source.tip();
      return source;
    } catch (error) {
      if (!(error instanceof ChainSourceError)) throw error;
    }
  }
  return first;
}
