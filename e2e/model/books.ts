import { type Lines, leftOf, type Plan, planOfDay, type Report } from "./documents";
import { type Block, type Database, existing } from "./state";
import { lastDay, owedBefore, type World } from "./world";

/* Where a database stands, by its rows and the chain, and what the next day opens with. */

export interface Standing {
  /** The oldest day that is not on chain, nor CLOSED with a report that follows; one past the last if there is none. */
  readonly day: number;
  /** The report that this day follows. */
  readonly previous: Report | null;
}

/** null: the chain holds what the database holds otherwise. Nothing but adopting leads on. */
export function standingOf(world: World, { days }: Database, { binding }: Block): Standing | null {
  const outlives = world.mistake === "closed-outlives-its-report";
  const lastOnChain = binding.plan?.report.day ?? -1;
  let previous: Report | null = null;
  for (let day = 0; day <= lastDay(world); day++) {
    const row = existing(days[day]);
    const landed: Plan | null = planOfDay(binding.plan, day);
    if (landed !== null) {
      const isOurs = row.state === "PROPOSED" && row.plan === landed;
      if (!isOurs || landed.report.previous !== previous) return null;
      previous = landed.report;
    } else if (row.state === "CLOSED" && (row.report.previous === previous || outlives)) {
      previous = row.report;
    } else {
      return lastOnChain > day ? null : { day, previous };
    }
  }
  return { day: lastDay(world) + 1, previous };
}

/** What is owed from before: carried by the report before, and left by the pool's own plan. */
export function openings(world: World, { noted }: Database, { binding }: Block, previous: Report | null) {
  const carried = world.mistake === "forgets-carried" ? 0 : (previous?.carried ?? 0);
  let left = leftOf(binding);
  if (world.mistake === "forgets-left") left = 0;
  if (world.mistake === "noted-left" && binding.plan !== null) left = noted[binding.plan.report.day] ?? left;
  const skips = world.mistake === "closed-takes-left-alone" && previous !== null && previous.batches.length === 0;
  return { carried, left: skips ? 0 : left };
}

/** The report of a day with the given openings. Without batches, the day is closed by it. */
export function reportOf(
  world: World,
  { day, previous }: Standing,
  opened: { readonly carried: Lines; readonly left: Lines },
  holdsFirst: boolean,
): Report {
  const { carried, left } = opened;
  const early = world.mistake === "reads-past-the-day" ? (world.bounds.earned[day + 1] ?? 0) : 0;
  const earned = existing(world.bounds.earned[day]) | early;
  const lines = linesOf(carried | left | earned);
  const held = holdsFirst ? (lines[0] ?? 0) : 0;
  const batches = lines.filter((line) => line !== held);
  if (batches.length === 0) return closingReport(world, { day, previous }, opened);
  const doubled = (carried & left) | ((carried | left) & earned);
  return world.documents.report({ day, previous, batches, carried: held, doubled });
}

/** Closing carries what was carried before and what the day earned. Open batches stay the debt of their plan. */
export function closingReport(
  world: World,
  { day, previous }: Standing,
  { carried, left }: { readonly carried: Lines; readonly left: Lines },
): Report {
  const { mistake, documents, bounds } = world;
  const takesLeft = mistake === "closed-takes-left" || mistake === "closed-takes-left-alone";
  const earned = mistake === "closing-forgets-the-day" ? 0 : existing(bounds.earned[day]);
  const sum = carried | earned | (takesLeft ? left : 0);
  return documents.report({ day, previous, batches: [], carried: sum, doubled: carried & earned });
}

/** Paid, carried and left are exactly what is owed for the days before, and no line is in two of them. */
export function booksHold(world: World, database: Database, tip: Block): boolean {
  const standing = standingOf(world, database, tip);
  if (standing === null) return true;
  const carried = standing.previous?.carried ?? 0;
  const left = leftOf(tip.binding);
  const apart = (carried & left) === 0 && ((carried | left) & tip.paid) === 0;
  return apart && (carried | left | tip.paid) === owedBefore(world, standing.day);
}

function linesOf(lines: Lines): Lines[] {
  const single: Lines[] = [];
  for (let line = 1; line <= lines; line <<= 1) if (lines & line) single.push(line);
  return single;
}
