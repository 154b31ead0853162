import { closingReport, openings, type Standing } from "./books";
import { isFresh } from "./day-moves";
import { bindingInWords, linesInWords, reportInWords } from "./describe";
import { ask, type Desk, sayDead, withDay, write } from "./desk";
import { leftOf, type Plan, planOfDay, type Report } from "./documents";
import { takesResume } from "./may-land";
import { existing, OPEN, type Row } from "./state";
import { emptyDatabase, lastDay } from "./world";

/* What people decide in one installation. */

export function peopleMoves(desk: Desk): void {
  if (desk.standing === null) {
    if (desk.world.mistake !== "nobody-adopts") adopt(desk);
    return;
  }
  askResume(desk);
  close(desk, desk.standing);
  noteLeft(desk);
}

/** From the chain and the published reports alone. What else the database held, its requests too, is gone. */
function adopt(desk: Desk): void {
  const { world, tip } = desk;
  const closed = new Map<number, Report>();
  const last: Plan | null = tip.binding.plan;
  for (let report = last?.report ?? null; report !== null; report = report.previous)
    if (report.batches.length === 0) closed.set(report.day, report);
  const days = world.bounds.earned.map((_, day): Row => {
    const plan = planOfDay(last, day);
    const report = world.mistake === "adopting-forgets-closed" ? undefined : closed.get(day);
    if (plan !== null) return { state: "PROPOSED", plan, deadline: 0 };
    return report === undefined ? OPEN : { state: "CLOSED", report };
  });
  write(
    desk,
    { move: "adopt", says: () => "people adopt what chain and reports say" },
    { ...emptyDatabase(world), days },
  );
}

/** Unless a Commit for the same state of the pool is asked for: both share one claim. */
function askResume(desk: Desk): void {
  const { world, database, tip } = desk;
  const { binding } = tip;
  if (database.resume !== null || !takesResume(world, tip, binding)) return;
  const proposed = database.days.some((row) => row.state === "PROPOSED" && row.plan.binding === binding);
  if (proposed && world.mistake !== "two-claims") return;
  const { texts, deadline } = ask(desk, { binding, plan: null });
  const resume = { binding, deadline };
  write(
    desk,
    { move: "askResume", says: () => `a Resume of ${bindingInWords(binding)} is asked for` },
    { resume },
    { texts },
  );
}

/** Only while nothing is asked for, so that nothing signed can land. The last day of the bounds pays the rest. */
function close(desk: Desk, standing: Standing): void {
  const { world, database, tip } = desk;
  const { day, previous } = standing;
  if (tip.paying || day >= lastDay(world)) return;
  const row = existing(database.days[day]);
  const early = world.mistake === "closes-while-signed" && row.state === "PROPOSED";
  if (!early && (row.state !== "PREVIEW" || !isFresh(desk, row.plan))) return;
  const report = closingReport(world, standing, openings(world, database, tip, previous));
  const dead = row.state === "PROPOSED" ? sayDead(desk, { binding: row.plan.binding, plan: row.plan }) : {};
  const says = () => `people stop day ${day + 1} and close it: ${reportInWords(report)}`;
  write(desk, { move: "closeCarried", says }, withDay(desk, day, { state: "CLOSED", report }), dead);
}

/** A mistake: what is left is written down when it is first seen, instead of read from the chain. */
function noteLeft(desk: Desk): void {
  const { world, database, tip } = desk;
  const day = tip.binding.plan?.report.day;
  if (world.mistake !== "noted-left" || tip.paying || day === undefined || database.noted[day] !== null) return;
  const left = leftOf(tip.binding);
  write(
    desk,
    { move: "noteLeft", says: () => `it is noted that ${linesInWords(left)} is left` },
    {
      noted: database.noted.with(day, left),
    },
  );
}
