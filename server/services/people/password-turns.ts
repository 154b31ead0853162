import { availableParallelism } from "node:os";
import { ServiceError } from "../errors";

/** A password costs 20 ms of a core and 19 MiB to compare: half the cores are left for pages and payments. */
export const MOST_AT_ONCE = Math.max(1, availableParallelism() >> 1);
/** In each line. */
export const MOST_WAITING = 8;

/** Who waits together. People on devices that know them go first, so that strangers cannot keep them out. */
export type Line = "known" | "strangers";

type Turns = { atWork: number; readonly waiting: Readonly<Record<Line, (() => void)[]>> };
const TURNS = Symbol.for("daily-prize-oracle.password-turns");
/** One in the process, which loads this module more than once. */
const shared = globalThis as { [TURNS]?: Turns };

function turns(): Turns {
  shared[TURNS] ??= { atWork: 0, waiting: { known: [], strangers: [] } };
  return shared[TURNS];
}

/** Whether who comes now is sent away. */
export const arePasswordsBusy = (line: Line = "strangers"): boolean => turns().waiting[line].length >= MOST_WAITING;

/** Does work on a password when it is its turn. Throws ServiceError `too-many` where too many wait already. */
export async function inTurn<T>(work: () => Promise<T>, line: Line = "strangers"): Promise<T> {
  const { waiting } = turns();
  if (turns().atWork >= MOST_AT_ONCE) {
    if (arePasswordsBusy(line))
      throw new ServiceError("too-many", "too many passwords are being checked: try again soon");
    // Whoever finishes hands its place over, so that nobody slips in between.
    await new Promise<void>((resolve) => waiting[line].push(resolve));
  } else {
    turns().atWork++;
  }
  try {
    return await work();
  } finally {
    const next = waiting.known.shift() ?? waiting.strangers.shift();
    if (next) next();
    else turns().atWork--;
  }
}
