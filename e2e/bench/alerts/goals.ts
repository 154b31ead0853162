import type { Detection } from "./measure-detection";

/** A kind is found, and told to a channel, in less system time than that. */
const DETECT_SECONDS = 300;
const IDLE_PERCENT = 2;

/** Null for what was not measured. */
export type Measured = {
  readonly kinds: number | null;
  readonly missed: number | null;
  readonly notClosed: number | null;
  readonly worstDetectSeconds: number | null;
  readonly worstKind: string | null;
  readonly quietDays: number | null;
  readonly falsePages: number | null;
  readonly falseMessages: number | null;
  readonly stormPages: number | null;
  readonly idleCpuPercent: number | null;
};

/** What the detections add up to. */
export function sumUp(detections: readonly Detection[]) {
  const told = detections.flatMap(({ kind, seconds }) => (seconds === null ? [] : [{ kind, seconds }]));
  const worst = told.toSorted((left, right) => right.seconds - left.seconds)[0];
  return {
    kinds: detections.length,
    missed: detections.length - told.length,
    notClosed: detections.filter(({ isClosed }) => !isClosed).length,
    worstDetectSeconds: worst?.seconds ?? null,
    worstKind: worst?.kind ?? null,
  };
}

/** Each goal that is not met, in words. */
export function missedGoals(measured: Measured): string[] {
  const { kinds, missed, notClosed, worstDetectSeconds: worst, falsePages, falseMessages, stormPages } = measured;
  const { idleCpuPercent: idle, worstKind } = measured;
  return [
    kinds === null ? "no kind was injected" : "",
    missed !== null && missed > 0 ? `${missed} kinds were told to nobody` : "",
    notClosed !== null && notClosed > 0 ? `${notClosed} kinds were not closed when they were well again` : "",
    worst !== null && worst >= DETECT_SECONDS ? `${worstKind} took ${worst} s, not under ${DETECT_SECONDS}` : "",
    falsePages !== 0 ? `${falsePages ?? "unknown"} false pages in the quiet month, not 0` : "",
    falseMessages !== 0 ? `${falseMessages ?? "unknown"} false messages in the quiet month, not 0` : "",
    stormPages !== 1 ? `${stormPages ?? "no"} pages of the storm, not 1` : "",
    idle === null || idle >= IDLE_PERCENT ? `${idle ?? "unknown"} % of a core at rest, not under ${IDLE_PERCENT}` : "",
  ].filter((text) => text !== "");
}
