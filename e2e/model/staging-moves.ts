import type { Standing } from "./books";
import { isFresh, readings } from "./day-moves";
import { planInFull, planInWords } from "./describe";
import { type Desk, withDay, write } from "./desk";
import type { Plan } from "./documents";
import { existing, type Row } from "./state";
import { lastDay } from "./world";

/* Several engines on one database: each stages what it calculated, and makes it the day's if it is still fresh. */

export function stagingMoves(desk: Desk): void {
  const { standing, database } = desk;
  if (standing === null || standing.day > lastDay(desk.world)) return;
  const row = existing(database.days[standing.day]);
  database.staged.forEach((plan, engine) => {
    if (plan !== null) flip(desk, standing, row, { engine, plan });
    else if (row.state === "OPEN" && !desk.tip.paying) stage(desk, standing, engine);
  });
}

const withStage = ({ database }: Desk, engine: number, staged: Plan | null) => ({
  staged: database.staged.with(engine, staged),
});

function stage(desk: Desk, standing: Standing, engine: number): void {
  for (const report of readings(desk, standing)) {
    if (report.batches.length === 0) continue;
    const plan = desk.world.documents.plan(desk.tip.binding, report);
    const says = () => `engine ${engine + 1} stages ${planInFull(plan)}`;
    write(desk, { move: "stageSnapshot", says }, withStage(desk, engine, plan));
  }
}

interface Staged {
  readonly engine: number;
  readonly plan: Plan;
}

function flip(desk: Desk, { day }: Standing, row: Row, { engine, plan }: Staged): void {
  const without = withStage(desk, engine, null);
  write(desk, { move: "dropStage", says: () => `engine ${engine + 1} drops what it staged` }, without);
  if (row.state !== "OPEN" || plan.report.day !== day || !isFresh(desk, plan)) return;
  const says = () => `engine ${engine + 1} makes ${planInWords(plan)} the day's`;
  write(desk, { move: "takeSnapshot", says }, { ...without, ...withDay(desk, day, { state: "PREVIEW", plan }) });
}
