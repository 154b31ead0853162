/** Of one server, in the recorded day: asked until all of it was read, or, of a witness, confirmed. */
export type Asked = {
  readonly server: string;
  readonly calls: number;
  /** Both ways, without headers of HTTP. */
  readonly bytes: number;
  /** From its first question to its last answer; null where that cannot be told. */
  readonly seconds: number;
  /** On a day on which nothing happens that concerns us. */
  readonly callsAtRest: number;
};

export type Measured = {
  /** How many adapters have read or confirmed the same day and said the same; null if that was not measured. */
  readonly adapters: number | null;
  readonly asked: readonly Asked[];
  readonly switches: number;
  /** From a failure in the middle of a step to the end of that step, read from another source: the longest. */
  readonly failoverSeconds: number | null;
  /** Steps of which two sources answered, and tables that differ from those of a fresh scan. */
  readonly mixedSteps: number | null;
  readonly differingTables: boolean | null;
  readonly holdings: number;
  readonly secondOpinionSeconds: number | null;
  /** Of the process that compares, all of it. */
  readonly peakMiB: number | null;
};

/** Blockfrost, Kupo, Ogmios, Koios, Cardano GraphQL. */
const ADAPTERS = 5;

type Goal = readonly [boolean, string];
const under = (value: number | null, most: number) => value !== null && value < most;

/** Each in the words of its failure. What was not measured is missed. */
export function missedGoals(measured: Measured): string[] {
  const { adapters, switches, holdings, failoverSeconds, secondOpinionSeconds, peakMiB } = measured;
  const goals: readonly Goal[] = [
    [adapters === ADAPTERS, `${adapters} adapters have told the same day; ${ADAPTERS}`],
    [under(failoverSeconds, 10), `another source takes ${failoverSeconds} s; under 10`],
    [measured.mixedSteps === 0, `${measured.mixedSteps} steps of ${switches} switches were read from two sources`],
    [measured.differingTables === false, `after ${switches} switches the tables are not those of a fresh scan`],
    [under(secondOpinionSeconds, 60), `${holdings} holdings are compared in ${secondOpinionSeconds} s; under 60`],
    [under(peakMiB, 512), `the process that compares took ${peakMiB} MiB; under 512`],
  ];
  return goals.filter(([isMet]) => !isMet).map(([, failure]) => failure);
}
