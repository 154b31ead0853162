import { booksHold, standingOf } from "./books";
import type { Breach } from "./breaches";
import { type State, tipOf } from "./state";
import { lastDay, owedBefore, type World } from "./world";

/** What is wrong about a state, whichever way led to it. */
export function breachOf(world: World, state: State): Breach | null {
  const { texts, databases } = state;
  const tip = tipOf(state);
  const signed = texts.filter((text) => text.signed && text.deadline > 0);
  if (signed.some((text) => signed.some((other) => other !== text && other.binding === text.binding)))
    return "operatorMayChoose";
  return databases.every((database) => booksHold(world, database, tip)) ? null : "booksWrong";
}

/** All that is owed is paid, finally, and every database knows that every day has ended. */
export function isGoal(world: World, { chain, databases }: State): boolean {
  const days = lastDay(world) + 1;
  const owed = owedBefore(world, days);
  return (
    chain.every((block) => !block.paying && block.paid === owed) &&
    databases.every((database) => chain.every((block) => standingOf(world, database, block)?.day === days))
  );
}
