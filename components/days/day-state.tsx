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
  PART_PAID: "waiting",
  CARRIED: "neutral",
  CLOSED: "neutral",
  FROZEN: "stopped",
};

export function dayStateLook(state: DayState): { tone: Tone; word: string } {
  return { tone: TONES[state], word: stateTexts.day[state] };
}

/** `plain`: without a frame, for dense tables. */
export function DayStateBadge({ state, plain = false }: { state: DayState; plain?: boolean }) {
  const Frame = plain ? StatusText : StatusBadge;
  const { tone, word } = dayStateLook(state);
  return <Frame tone={tone}>{word}</Frame>;
}
