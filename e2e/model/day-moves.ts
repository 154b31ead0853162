import { openings, reportOf, type Standing } from "./books";
import { planInFull, planInWords, reportInWords } from "./describe";
import { ask, type Desk, withDay, write } from "./desk";
import type { Plan, Report } from "./documents";
import { takesCommit, takesResume } from "./may-land";
import { existing, OPEN, type Row } from "./state";
import { lastDay } from "./world";

/* What an engine does about the oldest day that is not settled. */

export function dayMoves(desk: Desk): void {
  const { standing } = desk;
  if (standing === null || standing.day > lastDay(desk.world)) return;
  const row = existing(desk.database.days[standing.day]);
  if (row.state === "CLOSED" && desk.world.mistake !== "nobody-reopens") {
    const why = "its report does not follow what is on chain and the days before";
    write(desk, { move: "reopen", says: () => `day ${standing.day + 1}: ${why}` }, withDay(desk, standing.day, OPEN));
  }
  if (row.state === "OPEN") read(desk, standing);
  if (row.state === "PREVIEW") {
    if (isFresh(desk, row.plan) || desk.world.mistake === "proposes-unchecked") propose(desk, row.plan);
    readAgain(desk, standing, row.plan);
  }
  if (row.state === "OPEN" || row.state === "PREVIEW") takeOver(desk, standing);
}

/** The reports that a reading now may lead to. The last day of the bounds holds nothing back: no day would pay it. */
export function readings({ world, database, tip }: Desk, standing: Standing): Report[] {
  const opened = openings(world, database, tip, standing.previous);
  const ways = world.bounds.holdsBack && standing.day < lastDay(world) ? [false, true] : [false];
  return ways.map((holdsFirst) => reportOf(world, standing, opened, holdsFirst));
}

/** The snapshot and all up to the report's publication, as one step. */
function read(desk: Desk, standing: Standing): void {
  const { world, tip } = desk;
  if (tip.paying) return;
  for (const report of readings(desk, standing)) {
    const says = () => `day ${standing.day + 1} is read: ${reportInWords(report)}`;
    if (report.batches.length === 0) {
      write(desk, { move: "close", says }, withDay(desk, standing.day, { state: "CLOSED", report }));
    } else if (world.bounds.engines === 1) {
      const plan = world.documents.plan(tip.binding, report);
      write(desk, { move: "takeSnapshot", says }, withDay(desk, standing.day, { state: "PREVIEW", plan }));
    }
  }
}

/** Still bound to the pool as it is. */
export const isFresh = ({ tip }: Desk, { binding }: Plan): boolean => !tip.paying && binding === tip.binding;

/** The row first, then the request, together here: a lost request is one that is never answered. */
function propose(desk: Desk, plan: Plan): void {
  const { world, database, tip } = desk;
  if (world.mistake !== "two-claims" && database.resume?.binding === tip.binding) return;
  const { texts, deadline } = ask(desk, { binding: plan.binding, plan });
  const row: Row = { state: "PROPOSED", plan, deadline };
  const breach = takesCommit(world, tip, plan) ? null : "askedInVain";
  const change = withDay(desk, plan.report.day, row);
  write(desk, { move: "propose", says: () => `${planInFull(plan)} is proposed`, breach }, change, { texts });
}

/** Because it is stale, or because people want it read with other rules. */
function readAgain(desk: Desk, standing: Standing, plan: Plan): void {
  if (isFresh(desk, plan) && !desk.world.bounds.holdsBack) return;
  const says = () => `day ${standing.day + 1} is to be read anew`;
  write(desk, { move: "readAnew", says }, withDay(desk, standing.day, OPEN));
}

/** The signers tell what they hold for this state of the pool; the engine makes it its own. */
function takeOver(desk: Desk, { day, previous }: Standing): void {
  const { world, state, database, tip } = desk;
  for (const { binding, plan, deadline, signed } of state.texts) {
    if (!signed || binding !== tip.binding) continue;
    if (plan === null) {
      if (database.resume !== null || !takesResume(world, tip, binding)) continue;
      const change = { ...withDay(desk, day, OPEN), resume: { binding, deadline } };
      write(desk, { move: "takeOver", says: () => "the signers tell of a Resume" }, change);
    } else if (plan.report.day === day && plan.report.previous === previous) {
      if (database.resume?.binding === binding) continue;
      const change = withDay(desk, day, { state: "PROPOSED", plan, deadline });
      write(desk, { move: "takeOver", says: () => `the signers tell of ${planInWords(plan)}` }, change);
    }
  }
}
