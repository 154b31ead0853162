import { type Binding, descendsFrom, type Plan } from "./documents";
import { type Block, finalOf, type State, type Text, tipOf } from "./state";
import type { World } from "./world";

/* Whether something signed may still land: what the contract says, and what an engine concludes from it. */

/** The contract's rule for a Commit, but for signature and deadline. */
export function takesCommit({ mistake }: World, { binding, paying }: Block, plan: Plan): boolean {
  if (paying) return false;
  const laterDay = binding.plan === null || plan.report.day > binding.plan.report.day;
  const bound = mistake === "unbound-commit" ? plan.binding.nonce === binding.nonce : plan.binding === binding;
  return laterDay && bound;
}

/** The contract's rule for a Resume: it names plan, left and nonce. */
export function takesResume({ mistake }: World, { binding, paying }: Block, named: Binding): boolean {
  if (paying || binding.plan === null || binding.paid >= binding.plan.report.batches.length) return false;
  if (mistake === "resume-ignores-left") return named.plan === binding.plan && named.nonce === binding.nonce;
  return named === binding;
}

/**
 * Whether the pool, at a block that stays, can never again be in the state `bound`: a higher nonce, or the same plan
 * with less left, or a plan that has this one among its predecessors, or the plan it builds on can itself never land.
 */
function goneForGood(block: Block, bound: Binding): boolean {
  const now = block.binding;
  if (now.nonce > bound.nonce) return true;
  if (now.plan === bound.plan) return now.paid > bound.paid;
  if (bound.plan === null || descendsFrom(now.plan, bound.plan)) return true;
  return goneForGood(block, bound.plan.binding);
}

/** Whether the contract, with its mistake if it has one, can never take again what is bound to `bound`. */
export function neverTaken({ mistake }: World, block: Block, bound: Binding): boolean {
  const isLoose = mistake === "unbound-commit" || mistake === "resume-ignores-left";
  return isLoose ? block.binding.nonce > bound.nonce : goneForGood(block, bound);
}

/** What an engine concludes about everything that is bound to `bound`. */
export function saysGone({ mistake }: World, state: State, bound: Binding): boolean {
  if (mistake === "moved-is-dead") return finalOf(state).binding !== bound && tipOf(state).binding !== bound;
  return goneForGood(mistake === "judged-by-the-tip" ? tipOf(state) : finalOf(state), bound);
}

/** What signers are asked for. */
export interface Asked {
  readonly binding: Binding;
  /** null for a Resume. */
  readonly plan: Plan | null;
}

/** The row that is written before anyone is asked. */
export interface Request extends Asked {
  /** The latest that this engine asked for. Another instance, or this one before a restore, may have asked later. */
  readonly deadline: number;
}

/**
 * Whether a request is over though the pool has not moved: its deadline has passed finally, and so has every deadline
 * that the signers have signed for it, by their own record. They sign it again only when asked anew.
 */
export function isReleased(world: World, state: State, request: Request): boolean {
  if (!hasPassed(world, state, request.deadline)) return false;
  return world.mistake === "row-releases" || !state.texts.some((text) => holds(world, state, text, request));
}

/** Whether a text is signed and its deadline has not passed finally, by the record of those who signed. */
const holds = (world: World, state: State, text: Text, asked: Asked): boolean =>
  text.signed && !hasPassed(world, state, text.deadline) && isFor(text, asked);

/** Finally: at the final block, whose time is 0. */
export const hasPassed = ({ mistake }: World, state: State, deadline: number): boolean =>
  deadline <= (mistake === "passed-at-the-tip" ? tipOf(state).time : 0);

export const isFor = (text: Text, { binding, plan }: Asked): boolean => text.plan === plan && text.binding === binding;
