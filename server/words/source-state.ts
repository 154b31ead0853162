import type { SourceState } from "@/server/domain/source/health";

/** What to do first where a chain source is not well. */
export const INSPECT_SOURCES = "See what each server can do: npm run source -- inspect.";

/** How a chain source is, in words. */
export const SOURCE_STATE_WORDS: Record<SourceState, string> = {
  good: "answers",
  doubtful: "answers some questions wrongly",
  behind: "is behind",
  differs: "tells another chain",
  resting: "wants to be left alone",
  away: "is away",
};
