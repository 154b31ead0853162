import { inArray } from "drizzle-orm";
import { followed } from "@/db/schema";
import type { Context } from "@/server/services/context";
import { scanChain } from "@/server/services/scan/scan-chain";
import { type Spent, timed } from "../timed";
import type { GameChain } from "./chain/game-chain";

/** One step of the scan, and how many transactions that concern us had been applied after it. */
export type Step = Spent & { readonly applied: number; readonly done: number };

/** Scans until nothing is left to read. */
export async function applyAll(ctx: Context, chain: GameChain): Promise<Step[]> {
  const steps: Step[] = [];
  let done = 0;
  for (;;) {
    const { value, ms, cpuMs } = await timed(() => scanChain(ctx));
    const before = done;
    done = chain.concernedUpTo(await readHeight(ctx));
    steps.push({ ms, cpuMs, applied: done - before, done });
    if (value.result !== "again") return steps;
  }
}

async function readHeight({ db }: Context): Promise<number> {
  const rows = await db
    .select()
    .from(followed)
    .where(inArray(followed.kind, ["asset", "game"]));
  return Math.min(...rows.map((row) => row.readHeight));
}

export function perSecond(steps: readonly Step[]): number {
  const sum = (of: (step: Step) => number) => steps.reduce((total, step) => total + of(step), 0);
  return sum(({ applied }) => applied) / (sum(({ ms }) => ms) / 1_000);
}

/**
 * How much dearer a transaction is at the end than after the first tenth. Of several steps the cheapest counts on both
 * sides: what else the machine does only makes steps dearer.
 */
export function growthOf(steps: readonly Step[]): number {
  const total = steps.at(-1)?.done ?? 0;
  const cheapest = (from: number, to: number) =>
    Math.min(
      ...steps
        .filter(({ applied, done }) => applied > 0 && done - applied >= from * total && done <= to * total)
        .map(({ ms, applied }) => ms / applied),
    );
  return cheapest(0.6, 1) / cheapest(0.1, 0.5);
}
