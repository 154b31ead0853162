import { StatusBadge, StatusText } from "@/components/ui/badge";
import type { Tone } from "@/components/ui/tone";
import type { DayState } from "@/server/domain/day/states";

/** In the words of people; only what is confirmed on chain reads "paid". */
const WORDS: Record<DayState, { tone: Tone; word: string }> = {
  OPEN: { tone: "neutral", word: "Open" },
  SNAPSHOT: { tone: "info", word: "Snapshot taken" },
  CALCULATED: { tone: "info", word: "Calculated" },
  CHECKED: { tone: "info", word: "Checked" },
  PREVIEW: { tone: "info", word: "Under objection" },
  PROPOSED: { tone: "waiting", word: "Waits for approvals" },
  APPROVED: { tone: "info", word: "Approved" },
  COMMITTED: { tone: "info", word: "Committed on chain" },
  PAYING: { tone: "info", word: "Being paid" },
  PAID: { tone: "well", word: "Paid" },
  FINAL: { tone: "well", word: "Paid, final" },
  PART_PAID: { tone: "stopped", word: "Paid in part" },
  CLOSED: { tone: "neutral", word: "Closed, nothing to pay" },
  FROZEN: { tone: "stopped", word: "Stopped" },
};

type DayStateProps = { state: string; plain?: boolean };

export function DayStateBadge({ state, plain = false }: DayStateProps) {
  const look = WORDS[state as DayState] ?? { tone: "neutral", word: state };
  const Frame = plain ? StatusText : StatusBadge;
  return <Frame tone={look.tone}>{look.word}</Frame>;
}

export function dayStateWord(state: string): string {
  return WORDS[state as DayState]?.word ?? state;
}
