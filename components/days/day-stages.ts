import { dayTexts } from "@/components/messages/day";
import { stateTexts } from "@/components/messages/states";
import type { StepState } from "@/components/ui/steps";
import type { DayState } from "@/server/domain/day/states";
import type { Schedule } from "@/server/services/day/read-schedule";

export type DayStage = {
  readonly key: string;
  readonly label: string;
  readonly state: StepState;
  /** When it was finished; null if it was not. */
  readonly atMs: number | null;
  /** When it is due, if it is unfinished and has a date. */
  readonly dueMs: number | null;
  /** The earlier day that it waits for. */
  readonly waitsForDay: number | null;
};

type DayFacts = {
  readonly state: DayState;
  /** Its state, or the state it was stopped in. */
  readonly standing: DayState;
  readonly ended: boolean;
  readonly waitsForDay: number | null;
  readonly moves: readonly { readonly to: DayState; readonly atMs: number }[];
  readonly schedule: Schedule;
  /** Set once two people have closed the day: nothing is reviewed, signed or paid. */
  readonly closing: object | null;
};

type Stage = {
  key: string;
  label: string;
  during: readonly DayState[];
  due: (times: Schedule) => number | null;
};

const texts = dayTexts.stages;

/** The state machine as players see it: a stage is over when the day has left its states. */
const STAGES: readonly Stage[] = [
  { key: "run", label: texts.run, during: ["OPEN"], due: ({ dayEndMs }) => dayEndMs },
  { key: "check", label: texts.check, during: ["SNAPSHOT", "CALCULATED", "CHECKED"], due: () => null },
  { key: "preview", label: texts.preview, during: ["PREVIEW"], due: ({ previewUntilMs }) => previewUntilMs },
  { key: "approve", label: texts.approve, during: ["PROPOSED"], due: ({ approvalDueMs }) => approvalDueMs },
  {
    key: "pay",
    label: texts.pay,
    during: ["APPROVED", "COMMITTED", "PAYING", "PART_PAID"],
    due: ({ deadlineMs }) => deadlineMs,
  },
  { key: "final", label: texts.final, during: ["PAID"], due: () => null },
];
const WAITING: readonly DayState[] = ["PREVIEW", "PROPOSED", "PART_PAID"];

/** Stages completed by a day in an end state. */
const CLOSED = 2;
const ENDED: Partial<Record<DayState, number>> = { FINAL: STAGES.length, CARRIED: 4, CLOSED };

/** The stages with when each finished or is due. For a day that ended early, the end state comes last. */
export function dayStages(day: DayFacts): DayStage[] {
  const { standing, moves, schedule } = day;
  const current = currentStage(day);
  const ended = ENDED[standing] ?? 0;
  const reached = current >= 0 ? current : ended;
  const coming = day.closing === null ? STAGES.length : CLOSED;
  const stages = STAGES.slice(0, current >= 0 ? coming : ended).map(({ key, label, due }, index): DayStage => {
    const done = index < reached;
    return {
      key,
      label,
      state: done ? "done" : index > reached ? "upcoming" : currentState(day),
      // Playing is over at the day's end, whenever that was seen.
      atMs: !done ? null : key === "run" ? schedule.dayEndMs : leftAt(index, moves),
      dueMs: done ? null : due(schedule),
      waitsForDay: index === reached && !done ? day.waitsForDay : null,
    };
  });
  if (ended === 0 || standing === "FINAL") return stages;
  const atMs = moves.findLast(({ to }) => to === standing)?.atMs ?? null;
  const label = stateTexts.day[standing];
  return [...stages, { key: standing.toLowerCase(), label, state: "done", atMs, dueMs: null, waitsForDay: null }];
}

/** -1 for a day that no longer moves. One that has ended is not played any more, though nothing was read for it yet. */
function currentStage({ standing, ended }: DayFacts): number {
  const found = STAGES.findIndex(({ during }) => during.includes(standing));
  return found === 0 && ended ? 1 : found;
}

function currentState({ state, waitsForDay }: DayFacts): StepState {
  if (state === "FROZEN") return "stopped";
  return WAITING.includes(state) || waitsForDay !== null ? "waiting" : "current";
}

/** When the day last moved past a stage. */
function leftAt(index: number, moves: DayFacts["moves"]): number | null {
  const later = STAGES.slice(index + 1).flatMap(({ during }) => during);
  const states: readonly DayState[] = [...later, "FINAL", "CARRIED", "CLOSED"];
  const before = moves.findLastIndex(({ to }) => STAGES[index]?.during.includes(to));
  return moves.slice(before + 1).find(({ to }) => states.includes(to))?.atMs ?? null;
}
