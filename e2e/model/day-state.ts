import type { ModelDayState } from "./day-changes";
import { descendsFrom, type Plan, planOfDay } from "./documents";
import { type Block, type Database, existing, finalOf, type State, tipOf } from "./state";

/** The state of a day, as the row and the chain together say. */
export function dayStateOf(state: State, { days }: Database, day: number): ModelDayState {
  const row = existing(days[day]);
  const tip = tipOf(state);
  if (row.state !== "PROPOSED" || planOfDay(tip.binding.plan, day) !== row.plan) return row.state;
  if (isPaid(row.plan, tip)) return isPaid(row.plan, finalOf(state)) ? "FINAL" : "PAID";
  if (tip.binding.plan === row.plan) return tip.paying ? "PAYING" : "PART_PAID";
  return isFollowed(row.plan, finalOf(state)) ? "CARRIED" : "PART_PAID";
}

const isFollowed = (plan: Plan, { binding }: Block): boolean =>
  binding.plan !== plan && descendsFrom(binding.plan, plan);

/** All batches are paid at this block, or were when a later plan was committed. */
function isPaid(plan: Plan, { binding }: Block): boolean {
  let at = binding;
  while (at.plan !== null && at.plan !== plan) at = at.plan.binding;
  return at.plan === plan && at.paid === plan.report.batches.length;
}
