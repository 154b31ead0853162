import type { Breach } from "./breaches";
import { leftInWords, linesInWords, planInWords } from "./describe";
import type { Plan } from "./documents";
import { takesCommit, takesResume } from "./may-land";
import type { Said, Steps } from "./moves";
import { type Block, existing, type State, tipOf } from "./state";
import { owedBefore, type World } from "./world";

/*
 * The next block: empty, or with whatever the contract takes of what was ever signed. The operator's key may be stolen,
 * so it sends anything at any time. A block comes at once, or after the nearest deadline.
 */
export function chainMoves(world: World, state: State, steps: Steps): void {
  const tip = tipOf(state);
  nextBlock({ world, state, steps, at: tip });
  nextBlock({ world, state, steps, at: { ...tip, time: tip.time + 1 } });
}

/** The block that comes, so far as the pool in it is what it was. */
interface Next {
  readonly world: World;
  readonly state: State;
  readonly steps: Steps;
  readonly at: Block;
}

function nextBlock(next: Next): void {
  land(next, { move: "block", says: () => "empty" }, next.at);
  landSigned(next);
  if (next.at.paying) landUnsigned(next);
  landCancels(next);
}

function land({ state, steps, at }: Next, { move, says, breach = null }: Said, block: Block): void {
  const time = at.time === tipOf(state).time ? "block" : "block, one deadline later";
  steps.add(move, () => `${time}: ${says()}`, { ...state, chain: [...state.chain, block] }, breach);
}

/** Commits and Resumes that are signed, before their deadline. */
function landSigned(next: Next): void {
  const { world, state, at } = next;
  for (const { binding, plan, deadline, signed, saidDead } of state.texts) {
    if (!signed || (deadline <= at.time && world.mistake !== "deadline-ignored")) continue;
    const dead = saidDead ? "deadPlanLanded" : null;
    const started = { ...at, paying: true, deadline };
    if (plan === null) {
      if (takesResume(world, at, binding)) land(next, { move: "resume", says: () => "Resume", breach: dead }, started);
    } else if (takesCommit(world, at, plan)) {
      const committed = { ...started, binding: world.documents.binding(plan, 0, at.binding.nonce) };
      const breach = dead ?? losesSome(world, at, plan);
      land(next, { move: "commit", says: () => `Commit of ${planInWords(plan)}`, breach }, committed);
    }
  }
}

/** Every line that is owed is in the plan's batches, carried by its report, or paid already. */
function losesSome(world: World, { paid }: Block, { report }: Plan): Breach | null {
  const pays = report.batches.reduce((sum, batch) => sum | batch, 0);
  const owed = owedBefore(world, report.day + 1);
  return (owed & ~(pays | report.carried | paid)) === 0 ? null : "lost";
}

/** What the operator may send alone: a Pay before the deadline, an Expire after it. */
function landUnsigned(next: Next): void {
  const { at } = next;
  if (at.time < at.deadline) landPay(next);
  else {
    const says = () => `Expire, with ${leftInWords(at)} left`;
    land(next, { move: "expire", says }, { ...at, paying: false, deadline: 0 });
  }
}

function landPay(next: Next): void {
  const { world, at } = next;
  const plan = existing(at.binding.plan ?? undefined);
  const { batches, doubled, day } = plan.report;
  const batch = existing(batches[at.binding.paid]);
  const paid = at.binding.paid + (world.mistake === "batch-stays" ? 0 : 1);
  const paying = paid < batches.length;
  const block = {
    time: at.time,
    binding: world.documents.binding(plan, paid, at.binding.nonce),
    paying,
    deadline: paying ? at.deadline : 0,
    paid: at.paid | batch,
  };
  const notOwed = batch & ~owedBefore(world, day + 1) ? "notOwed" : null;
  const breach = batch & (at.paid | doubled) ? "paidTwice" : notOwed;
  land(next, { move: paying ? "payBatch" : "pay", says: () => `Pay of line ${linesInWords(batch)}`, breach }, block);
}

function landCancels(next: Next): void {
  const { world, state, at } = next;
  for (const { plan, nonce } of state.cancels) {
    if (plan !== at.binding.plan || nonce !== at.binding.nonce) continue;
    const binding = world.documents.binding(plan, at.binding.paid, nonce + 1);
    const says = () => `Cancel, which raises the nonce to ${nonce + 1}`;
    land(next, { move: "cancel", says }, { ...at, binding, paying: false, deadline: 0 });
  }
}
