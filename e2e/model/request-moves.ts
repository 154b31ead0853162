import { bindingInWords, planInWords } from "./describe";
import { ask, type Desk, release, sayDead, withDay, write } from "./desk";
import { planOfDay } from "./documents";
import { isReleased, saysGone, takesCommit, takesResume } from "./may-land";
import { OPEN } from "./state";

/*
 * What an engine does about what it has asked for. Unanswered counts as signed, so a request stays until it can never
 * land, or until the signers release it.
 */
export function requestMoves(desk: Desk): void {
  proposals(desk);
  resumes(desk);
}

function proposals(desk: Desk): void {
  const { world, state, database, tip } = desk;
  database.days.forEach((row, day) => {
    if (row.state !== "PROPOSED" || planOfDay(tip.binding.plan, day) === row.plan) return;
    const { plan, deadline } = row;
    const asked = { binding: plan.binding, plan };
    const gone = saysGone(world, state, plan.binding);
    if (gone || isReleased(world, state, { ...asked, deadline })) {
      const why = gone ? "can never land" : "is released";
      const others = gone ? sayDead(desk, asked) : release(desk, asked);
      write(
        desk,
        { move: "voidPlan", says: () => `${planInWords(plan)} ${why}; the day is OPEN` },
        withDay(desk, day, OPEN),
        others,
      );
    }
    if (!gone && deadline === 0 && takesCommit(world, tip, plan)) {
      const { texts, deadline } = ask(desk, asked);
      const again = withDay(desk, day, { ...row, deadline });
      write(
        desk,
        { move: "proposeAgain", says: () => `${planInWords(plan)} is proposed again, with a later deadline` },
        again,
        {
          texts,
        },
      );
    }
  });
}

function resumes(desk: Desk): void {
  const { world, state, database, tip } = desk;
  if (database.resume === null) return;
  const { binding, deadline } = database.resume;
  const asked = { binding, plan: null };
  const gone = saysGone(world, state, binding);
  if (gone || isReleased(world, state, { ...asked, deadline })) {
    const others = gone ? sayDead(desk, asked) : release(desk, asked);
    write(
      desk,
      { move: "voidResume", says: () => `the Resume of ${bindingInWords(binding)} is over` },
      { resume: null },
      others,
    );
  }
  if (!gone && deadline === 0 && takesResume(world, tip, binding)) {
    const { texts, deadline } = ask(desk, asked);
    write(
      desk,
      { move: "askResumeAgain", says: () => "the Resume is asked for again" },
      { resume: { binding, deadline } },
      { texts },
    );
  }
}
