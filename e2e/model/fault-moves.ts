import type { Steps } from "./moves";
import type { State } from "./state";
import { emptyDatabase, type World } from "./world";

/** Lost answers, kills and pauses need no move of their own: whatever may happen may also not happen. */
export function faultMoves(world: World, state: State, steps: Steps): void {
  if (state.rollbacksLeft > 0) rollbacks(state, steps);
  if (state.restoresLeft > 0) restores(world, state, steps);
}

function rollbacks(state: State, steps: Steps): void {
  for (let blocks = 1; blocks < state.chain.length; blocks++) {
    const rolledBack = { ...state, chain: state.chain.slice(0, -blocks), rollbacksLeft: state.rollbacksLeft - 1 };
    steps.add("rollback", () => `ROLLBACK of ${blocks} block${blocks === 1 ? "" : "s"}`, rolledBack);
  }
}

/** One backup is taken, at any time; without one, a database is lost. */
function restores(world: World, state: State, steps: Steps): void {
  const { databases, backup, restoresLeft } = state;
  databases.forEach((database, index) => {
    const restored = databases.with(index, backup ?? emptyDatabase(world));
    const says = () => (backup === null ? "the database is LOST" : "the database is RESTORED from its backup");
    steps.add("restore", says, { ...state, databases: restored, restoresLeft: restoresLeft - 1 });
    if (backup === null) steps.add("backUp", () => "a backup is taken", { ...state, backup: database });
  });
}
