import { isNull } from "drizzle-orm";
import { outbox } from "@/db/schema";
import { type HealthPart, wantsSomebody } from "@/server/domain/health/part";
import type { Height } from "@/server/domain/units";
import type { Actor } from "../audit/append-audit";
import { findHold } from "../chain-hold/find-hold";
import { findPause } from "../engine-pause/find-pause";
import { failureInWords } from "../failure-in-words";
import type { PayoutContext } from "../payout/payout-context";
import { sendAgain, sentAndPending } from "../payout/send-again";
import { readFromHeight, signedDaysFrom } from "../scan/read-from-height";
import { healthCheck } from "./health-check";
import { lookAsEngine } from "./look-as-engine";

/** Something that one person may do alone: it moves no money that was not moving, and may be repeated. */
type Step = { readonly will: string; readonly act: () => Promise<string> };

export type RecoveryInput = {
  /** Without it, it is only said what would be done. */
  readonly execute: boolean;
  /** One round of all jobs, unless an engine is at work. Answers what came of it. */
  readonly runJobs: () => Promise<string>;
  /** Read everything from this height on again; null: nothing. */
  readonly readAgainFrom: Height | null;
  readonly actor: Actor;
  readonly tell: (text: string) => void;
};

export type Recovery = {
  /** Every step was done, or nothing was to be done. */
  readonly ok: boolean;
  readonly executed: boolean;
  readonly steps: readonly { readonly will: string; readonly done: boolean; readonly answer: string | null }[];
  /** What is not well afterwards, each with the command or page for it: some need two people, or a decision. */
  readonly left: readonly HealthPart[];
};

/** Says what it will do, in words, and does it if asked to. Each step is tried, also where one before it failed. */
export async function recoverFromFailure(ctx: PayoutContext, input: RecoveryInput): Promise<Recovery> {
  const { execute, tell } = input;
  const steps: Recovery["steps"][number][] = [];
  for (const { will, act } of await planSteps(ctx, input)) {
    tell(will);
    if (!execute) {
      steps.push({ will, done: false, answer: null });
      continue;
    }
    try {
      steps.push({ will, done: true, answer: await act() });
    } catch (error) {
      ctx.log.error({ err: error, will }, "a step of the recovery failed");
      steps.push({ will, done: false, answer: failureInWords(error) });
    }
    tell(`  ${steps.at(-1)?.done ? "Done" : "Failed"}: ${steps.at(-1)?.answer}`);
  }
  // Somebody may have mended a moment ago what was looked at before.
  if (execute) await lookAsEngine(ctx, { anew: true });
  const { parts } = await healthCheck(ctx, Date.now());
  const left = parts.filter(wantsSomebody);
  return { ok: !execute || steps.every(({ done }) => done), executed: execute, steps, left };
}

async function planSteps(ctx: PayoutContext, input: RecoveryInput): Promise<Step[]> {
  const steps: Step[] = [];
  const leftovers = await ctx.reportStore.leftovers({ remove: false }).catch(() => 0);
  if (leftovers > 0) {
    steps.push({
      will: `Remove ${leftovers === 1 ? "an unfinished file" : `${leftovers} unfinished files`} (.part) from the folder of reports.`,
      act: async () => `${await ctx.reportStore.leftovers({ remove: true })} files were removed`,
    });
  }
  if (input.readAgainFrom !== null) steps.push(await readAgainStep(ctx, input, input.readAgainFrom));
  const pending = await sentAndPending(ctx);
  // Whoever paused the engine may have seen something wrong with the very transaction, and a chain that is not well may
  // have forked: then it waits.
  const [pause, hold] = [await findPause(ctx.db), await findHold(ctx.db)];
  if (pending.length > 0 && !pause && !hold) {
    const many = pending.length === 1 ? "a pending transaction" : `${pending.length} pending transactions`;
    const which = pending.map(({ dayIndex, batchNo }) => `day ${dayIndex} batch ${batchNo}`).join(", ");
    steps.push({
      will: `Send ${many} again, the same bytes: ${which} (batch 0 is the Commit).`,
      act: async () => (await sendAgain(ctx)).join("; ") || "none is pending any more",
    });
  }
  const events = await ctx.db.$count(outbox, isNull(outbox.deliveredAt));
  const also = [
    events > 0 ? `This delivers ${events === 1 ? "one event" : `${events} events`}.` : "",
    pause ? "The engine is paused, so that advance does nothing." : "",
    hold && !pause ? "Payouts are held, so that advance only looks at the chain." : "",
  ];
  steps.push({
    will: ["Run every job once now, unless an engine is at work.", ...also].filter(Boolean).join(" "),
    act: input.runJobs,
  });
  return steps;
}

async function readAgainStep(ctx: PayoutContext, { actor }: RecoveryInput, from: Height): Promise<Step> {
  const days = await signedDaysFrom(ctx.db, from);
  const stops =
    days.length === 0
      ? "No day that anybody signed was read there."
      : `What was signed was read there, so that these days stop until two people release them: ${days.join(", ")}.`;
  return {
    will: `Take back everything that was read from block ${from} on, as a rollback does, and read it again. ${stops}`,
    act: async () => {
      await readFromHeight(ctx, { from, actor });
      return `it is read again from block ${from}`;
    },
  };
}
