import { Numbers } from "./seen";

/** Where each state may lead to once faults have stopped, and from where the goal cannot be reached any more. */
export class Ways {
  private readonly firsts = new Numbers();
  private readonly targets = new Numbers();
  private readonly goals = new Numbers();

  /** The next state, in the order of their numbers. */
  begin(isGoal: boolean): void {
    this.firsts.push(this.targets.length);
    this.goals.push(isGoal ? 1 : 0);
  }

  /** A way on from the state that was begun last. */
  to(state: number): void {
    this.targets.push(state);
  }

  /** Passes over all states, the last first, until one pass finds no more that lead to the goal. */
  firstDeadEnd(): number | null {
    const { goals, firsts, targets } = this;
    let changed = true;
    while (changed) {
      changed = false;
      let end = targets.length;
      for (let state = goals.length - 1; state >= 0; state--) {
        const first = firsts.at(state);
        for (let at = first; at < end && goals.at(state) === 0; at++) {
          if (goals.at(targets.at(at)) === 0) continue;
          goals.set(state, 1);
          changed = true;
        }
        end = first;
      }
    }
    for (let state = 0; state < goals.length; state++) if (goals.at(state) === 0) return state;
    return null;
  }
}
