import type { Breach } from "./breaches";
import { breachOf, isGoal } from "./checks";
import { Ways } from "./dead-ends";
import { decode } from "./decode";
import { encode, Writer } from "./encode";
import { isProgress, type MoveName } from "./moves";
import { Numbers, Seen } from "./seen";
import { settle } from "./settle";
import type { State } from "./state";
import { stepsOf } from "./steps";
import { firstState, type World } from "./world";

/** What an exploration is asked: it ends at the first of these, or without an answer after so many states. */
export interface Question {
  readonly breaches: readonly Breach[];
  readonly mostStates: number;
  /** Told of every step. */
  readonly watch?: (before: State, move: MoveName, after: State) => void;
}

export interface Answer {
  readonly states: number;
  readonly transitions: number;
  /** All states that can be reached were seen. */
  readonly exhausted: boolean;
  readonly found: Breach | null;
  /** One of the shortest ways to what was found: the states, from the first. */
  readonly way: readonly State[];
}

/** Breadth first, from the state in which nothing has happened. */
export function explore(world: World, { breaches, mostStates, watch }: Question): Answer {
  const asked = new Set(breaches);
  const seen = new Seen();
  const writer = new Writer();
  const parents = new Numbers();
  const ways = asked.has("deadEnd") ? new Ways() : null;
  let transitions = 0;
  const add = (state: State): number => {
    encode(state, writer);
    return seen.add(writer.bytes, writer.length);
  };
  const wayTo = (state: number): State[] => {
    const way: State[] = [];
    for (let at = state; at >= 0; at = parents.at(at)) way.unshift(decode(world, seen.bytesOf(at)));
    return way;
  };
  const answer = (found: Breach | null, way: State[], exhausted = false): Answer => {
    return { states: seen.count, transitions, exhausted, found, way };
  };

  add(settle(world, firstState(world)));
  parents.push(-1);
  for (let from = 0; from < seen.count; from++) {
    if (seen.count > mostStates) return answer(null, []);
    const state = decode(world, seen.bytesOf(from));
    ways?.begin(isGoal(world, state));
    for (const { move, next, breach } of stepsOf(world, state)) {
      transitions++;
      const known = seen.count;
      const settled = settle(world, next);
      const to = add(settled);
      watch?.(state, move, settled);
      if (to === known) parents.push(from);
      const stateBreach = to === known ? breachOf(world, settled) : null;
      const found = [breach, stateBreach].find((one) => one !== null && asked.has(one)) ?? null;
      if (found !== null) return answer(found, [...wayTo(from), settled]);
      if (isProgress(move)) ways?.to(to);
    }
  }
  const dead = ways?.firstDeadEnd() ?? null;
  return dead === null ? answer(null, [], true) : answer("deadEnd", wayTo(dead), true);
}
