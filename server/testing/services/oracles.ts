import { SignerRefused } from "@/server/domain/plan/signer-refused";
import type { PlanSignRequest } from "@/server/domain/ports";
import type { PayoutContext } from "@/server/services/payout/payout-context";
import type { World } from "./world";

/*
 * Oracles whose answer does not come, or is no signature. For what is stored, a process that dies before the question
 * is one whose question never came; one that dies before the answer is stored is one whose answer was lost.
 */

export const ANSWERS = ["never asked", "answer lost", "refused", "answered"] as const;
export type Answer = (typeof ANSWERS)[number];

/** A world whose oracle does this instead, and what it was asked for. */
export function withOracle(world: World, answer: Answer): World & { readonly asked: PlanSignRequest[] } {
  const { oracle } = world.ctx;
  if (!oracle) throw new Error("the world has no oracle");
  const asked: PlanSignRequest[] = [];
  const signPlan = async (request: PlanSignRequest) => {
    if (answer === "never asked") throw new Error("the process died before it asked");
    asked.push(request);
    if (answer === "refused") throw new SignerRefused("the plan is above my limit");
    const signature = await oracle.signPlan(request);
    if (answer === "answer lost") throw new Error("the answer was lost");
    return signature;
  };
  const ctx: PayoutContext = { ...world.ctx, oracle: { ...oracle, signPlan } };
  return { ...world, ctx, asked };
}
