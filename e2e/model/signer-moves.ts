import { bindingInWords, textInWords } from "./describe";
import type { Plan } from "./documents";
import { hasPassed } from "./may-land";
import type { Steps } from "./moves";
import { type State, type Text, tipOf } from "./state";
import type { World } from "./world";

/*
 * Oracle and approvers, as one: a text is signed by all that are needed or by nobody. They decide by their own record,
 * whatever an engine or its database says.
 */
export function signerMoves(world: World, state: State, steps: Steps): void {
  for (const text of state.texts) {
    if (text.signed || isClaimed(world, state, text)) continue;
    if (text.plan === null && world.mistake === "resume-unsigned") continue;
    const texts = state.texts.map((other) => (other === text ? { ...text, signed: true } : other));
    const move = text.plan === null ? "signResume" : "approve";
    steps.add(move, () => `the signers sign ${textInWords(text)}`, { ...state, texts });
  }
  signCancel(world, state, steps);
}

/** For one state of the pool they sign one text, until its deadline has passed finally. */
function isClaimed(world: World, state: State, wanted: Text): boolean {
  const { mistake } = world;
  if (mistake === "signer-forgets") return false;
  return state.texts.some((text) => {
    if (text === wanted || text.binding !== wanted.binding) return false;
    const isSameKind = (text.plan === null) === (wanted.plan === null);
    return text.signed && !hasPassed(world, state, text.deadline) && (isSameKind || mistake !== "two-claims");
  });
}

/** At any time M of N may sign a Cancel, and one for each plan that is proposed on the same state: whichever fits. */
function signCancel({ bounds }: World, state: State, steps: Steps): void {
  const { binding } = tipOf(state);
  const { plan, nonce } = binding;
  const isSigned = (named: Plan | null) => state.cancels.some((known) => known.plan === named && known.nonce === nonce);
  if (nonce >= bounds.cancels || isSigned(plan)) return;
  const rows = state.databases.flatMap(({ days }) => days);
  const pending = rows.flatMap((row) => (row.state === "PROPOSED" && row.plan.binding === binding ? [row.plan] : []));
  const named = [...new Set([plan, ...pending])].filter((one) => !isSigned(one));
  const cancels = [...state.cancels, ...named.map((one) => ({ plan: one, nonce }))];
  steps.add("signCancel", () => `approvers sign Cancels of ${bindingInWords(binding)}`, { ...state, cancels });
}
