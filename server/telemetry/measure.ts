/** What a process measures of its own work: durations in seconds, with labels whose values are few. */
export const DURATIONS = {
  oracle_request_duration_seconds: {
    help: "Requests to the front server, from when they came until they were answered; streams are left out.",
    labels: ["door", "status"],
  },
  oracle_job_duration_seconds: { help: "Runs of a job.", labels: ["job", "result"] },
  oracle_source_call_duration_seconds: {
    help: "Questions to a chain source, with the tries that each took.",
    labels: ["source", "question", "outcome"],
  },
} as const;

export type DurationName = keyof typeof DURATIONS;
type Labels<Name extends DurationName> = Record<(typeof DURATIONS)[Name]["labels"][number], string>;
export type Observe = (name: DurationName, labels: Record<string, string>, seconds: number) => void;

const OBSERVE = Symbol.for("daily-prize-oracle.observe");
/** Next.js loads our modules apart from what starts the process. */
const shared = globalThis as { [OBSERVE]?: Observe };

/** Costs nothing where nobody asked for metrics. */
export function observeDuration<Name extends DurationName>(name: Name, labels: Labels<Name>, fromMs: number): void {
  shared[OBSERVE]?.(name, labels, (performance.now() - fromMs) / 1_000);
}

/** From here on durations go to `observe`. */
export function observeWith(observe: Observe | undefined): void {
  if (observe) shared[OBSERVE] = observe;
  else delete shared[OBSERVE];
}
