import { BREACHES } from "./breaches";
import { stateInWords } from "./describe";
import { encode, Writer } from "./encode";
import type { Answer } from "./explore";
import { settle } from "./settle";
import { existing, type State } from "./state";
import { stepsOf } from "./steps";
import type { World } from "./world";

/** A counterexample, step by step, in plain English. */
export function tell(world: World, { found, way }: Answer): string[] {
  const last = way[way.length - 1];
  if (found === null || last === undefined) return ["Nothing was found."];
  const steps = way.slice(1).map((after, at) => {
    const before = existing(way[at]);
    return `${String(at + 1).padStart(3)}  ${stepBetween(world, before, after)}`;
  });
  return [...steps, `     So ${BREACHES[found]}:`, ...stateInWords(last).map((line) => `       ${line}`)];
}

/** The state's bytes say what it is, so the step is the one that leads to the same bytes. */
function stepBetween(world: World, before: State, after: State): string {
  const wanted = bytesOf(after);
  const step = stepsOf(world, before).find(({ next }) => bytesOf(settle(world, next)) === wanted);
  return existing(step).says();
}

function bytesOf(state: State): string {
  const writer = new Writer();
  encode(state, writer);
  return writer.bytes.subarray(0, writer.length).join();
}
