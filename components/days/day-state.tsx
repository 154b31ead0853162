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

/** A state, and where the day's place in time changes what it means. */
export type DayStanding = {
  readonly state: DayState;
  readonly ended?: boolean;
  /** The earlier day that it waits for. */
  readonly waitsForDay?: number | null;
};

export function dayStateLook({ state, ended, waitsForDay = null }: DayStanding): { tone: Tone; word: string } {
  if (state === "OPEN" && waitsForDay !== null) return { tone: "waiting", word: stateTexts.waitsFor(waitsForDay) };
  if (state === "OPEN" && ended) return { tone: "info", word: stateTexts.ended };
  return { tone: TONES[state], word: stateTexts.day[state] };
}

/** `plain`: without a frame, for dense tables. */
export function DayStateBadge({ plain = false, ...day }: DayStanding & { plain?: boolean }) {
  const { tone, word } = dayStateLook(day);
  if (!plain) return <StatusBadge tone={tone}>{word}</StatusBadge>;
  return (
    <StatusText tone={tone} className="max-sm:whitespace-normal">
      {word}
    </StatusText>
  );
}
