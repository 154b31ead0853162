import { StatusBadge, StatusText } from "@/components/ui/badge";
import type { Tone } from "@/components/ui/tone";
import type { DayState } from "@/server/domain/day/states";

const WORDS: Record<DayState, { tone: Tone; word: string }> = {
  OPEN: { tone: "info", word: "Running" },
  SNAPSHOT: { tone: "info", word: "Being calculated" },
  CALCULATED: { tone: "info", word: "Being checked" },
  CHECKED: { tone: "info", word: "Being planned" },
  PREVIEW: { tone: "info", word: "Open to objections" },
  PROPOSED: { tone: "waiting", word: "Awaiting approval" },
  APPROVED: { tone: "info", word: "Approved" },
  COMMITTED: { tone: "info", word: "Committed on chain" },
  PAYING: { tone: "info", word: "Being paid" },
  PAID: { tone: "well", word: "Paid" },
  FINAL: { tone: "well", word: "Paid, final" },
  PART_PAID: { tone: "stopped", word: "Part paid" },
  CLOSED: { tone: "neutral", word: "Closed" },
  FROZEN: { tone: "stopped", word: "Stopped" },
};

export function dayStateLook(state: DayState): { tone: Tone; word: string } {
  return WORDS[state];
}

export function DayStateBadge({ state }: { state: DayState }) {
  return <StatusBadge tone={WORDS[state].tone}>{WORDS[state].word}</StatusBadge>;
}

export function DayStateText({ state }: { state: DayState }) {
  return <StatusText tone={WORDS[state].tone}>{WORDS[state].word}</StatusText>;
}
