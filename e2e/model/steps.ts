import { chainMoves } from "./chain-moves";
import { dayMoves } from "./day-moves";
import { desksOf } from "./desk";
import { faultMoves } from "./fault-moves";
import { type Step, Steps } from "./moves";
import { peopleMoves } from "./people-moves";
import { requestMoves } from "./request-moves";
import { signerMoves } from "./signer-moves";
import { stagingMoves } from "./staging-moves";
import type { State } from "./state";
import type { World } from "./world";

/** All that may happen next, one thing at a time, in any order. */
export function stepsOf(world: World, state: State): readonly Step[] {
  const steps = new Steps();
  signerMoves(world, state, steps);
  for (const desk of desksOf(world, state, steps)) {
    requestMoves(desk);
    dayMoves(desk);
    stagingMoves(desk);
    peopleMoves(desk);
  }
  chainMoves(world, state, steps);
  faultMoves(world, state, steps);
  return steps.all;
}
