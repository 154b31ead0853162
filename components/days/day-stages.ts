import type { StepState } from "@/components/ui/steps";
import type { DayState } from "@/server/domain/day/states";
import type { Timeline } from "@/server/domain/day/timeline";

export type DayStage = {
  readonly key: string;
  readonly label: string;
  readonly state: StepState;
  /** When it was finished; null where it was not. */
  readonly atMs: number | null;
  /** When it is due, for what is not finished and has a date. */
  readonly dueMs: number | null;
};

type DayFacts = {
  readonly state: DayState;
  /** Where it stands, or stood when it was stopped. */
  readonly standing: DayState;
  readonly moves: readonly { readonly to: DayState; readonly atMs: number }[];
  readonly timeline: Timeline;
};

type Stage = {
  key: string;
  label: string;
  during: readonly DayState[];
  due: (times: Timeline) => number | null;
};

/** What a player sees of the state machine: each stage is over when the day has left its states. */
const STAGES: readonly Stage[] = [
  { key: "run", label: "Play and hold", during: ["OPEN"], due: ({ dayEndMs }) => dayEndMs },
  { key: "check", label: "Calculated twice", during: ["SNAPSHOT", "CALCULATED", "CHECKED"], due: () => null },
  { key: "preview", label: "Objections", during: ["PREVIEW"], due: ({ previewUntilMs }) => previewUntilMs },
  { key: "approve", label: "Approval", during: ["PROPOSED"], due: ({ approvalDueMs }) => approvalDueMs },
  {
    key: "pay",
    label: "Payment",
    during: ["APPROVED", "COMMITTED", "PAYING", "PART_PAID"],
    due: ({ deadlineMs }) => deadlineMs,
  },
  { key: "final", label: "Final", during: ["PAID"], due: () => null },
];
const WAITING: readonly DayState[] = ["PREVIEW", "PROPOSED"];

/** The day's stages in a line, with when each was finished or is due. */
export function dayStages({ state, standing, moves, timeline }: DayFacts): DayStage[] {
  const ended = endOf(standing, moves);
  const current = STAGES.findIndex(({ during }) => during.includes(standing));
  const reached = current >= 0 ? current : ended.stages;
  const stages = STAGES.slice(0, current >= 0 ? STAGES.length : ended.stages).map(
    ({ key, label, due }, index): DayStage => {
      const done = index < reached;
      return {
        key,
        label,
        state: done ? "done" : index > reached ? "upcoming" : currentState(state),
        atMs: done ? leftAt(index, moves) : null,
        dueMs: done ? null : due(timeline),
      };
    },
  );
  return ended.last ? [...stages, ended.last] : stages;
}

function currentState(state: DayState): StepState {
  if (state === "FROZEN" || state === "PART_PAID") return "stopped";
  return WAITING.includes(state) ? "waiting" : "current";
}

/** When the day last came to a state behind a stage. */
function leftAt(index: number, moves: DayFacts["moves"]): number | null {
  const later = STAGES.slice(index + 1).flatMap(({ during }) => during);
  const states: readonly DayState[] = [...later, "FINAL", "CLOSED"];
  const before = moves.findLastIndex(({ to }) => STAGES[index]?.during.includes(to));
  return moves.slice(before + 1).find(({ to }) => states.includes(to))?.atMs ?? null;
}

/** How a day that moves no more ended: the stages that it went through, and the last word. */
function endOf(standing: DayState, moves: DayFacts["moves"]): { stages: number; last: DayStage | null } {
  const atMs = moves.findLast(({ to }) => to === standing)?.atMs ?? null;
  const last = (key: string, label: string): DayStage => ({ key, label, state: "done", atMs, dueMs: null });
  switch (standing) {
    case "FINAL":
      return { stages: STAGES.length, last: null };
    case "CLOSED":
      return { stages: 2, last: last("closed", "Closed") };
    default:
      return { stages: 0, last: null };
  }
}
