import type { SourceState } from "@/server/domain/source/health";

/** How a chain source is, in words. */
export const SOURCE_STATE_WORDS: Record<SourceState, string> = {
  good: "answers",
  doubtful: "answers some questions wrongly",
  behind: "is behind",
  differs: "tells another chain",
  resting: "wants to be left alone",
  away: "is away",
};
