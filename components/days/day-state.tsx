import { stateTexts } from "@/components/messages/states";
import { StatusBadge, StatusText } from "@/components/ui/badge";
import type { Tone } from "@/components/ui/tone";
import type { DayState } from "@/server/domain/day/states";

const TONES: Record<DayState, Tone> = {
  OPEN: "info",
  SNAPSHOT: "info",
  CALCULATED: "info",
  CHECKED: "info",
  PREVIEW: "info",
  PROPOSED: "waiting",
  APPROVED: "info",
  COMMITTED: "info",
  PAYING: "info",
  PAID: "well",
  FINAL: "well",
  PART_PAID: "stopped",
  CARRIED: "neutral",
  CLOSED: "neutral",
  FROZEN: "stopped",
  CANCELLED: "neutral",
};

export function dayStateLook(state: string): { tone: Tone; word: string } {
  const known = state as DayState;
  return { tone: TONES[known], word: stateTexts.day[known] };
}

/** `plain`: without a frame, for dense tables. */
export function DayStateBadge({ state, plain = false }: { state: string; plain?: boolean }) {
  const Frame = plain ? StatusText : StatusBadge;
  const { tone, word } = dayStateLook(state);
  return <Frame tone={tone}>{word}</Frame>;
}
