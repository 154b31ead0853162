import { startChild } from "../child";
import { runBench, tellFailure } from "../run-bench";
import { say } from "../timed";
import { measureFinalise } from "./finalise";
import { type Measured, missedGoals } from "./goals";
import type { One } from "./measure-one";

const USAGE = `npm run bench:rewards

How long a day's calculation, plan and report take, for 100,000 recipients and for a million, and how long settling or
closing a day of a million lines does. In words to stderr; the last line of stdout is one JSON object with "ok" and the
figures, null for what was not measured. Exits with 1 where a goal is missed.`;

await runBench({ usage: USAGE, options: {} }, async () => {
  const small = await measure(100_000).catch(tellFailure);
  const large = await measure(1_000_000).catch(tellFailure);
  const finalised = await measureFinalise(1_000_000).catch(tellFailure);
  const figures: Measured = {
    plan100kMs: small?.planMs ?? null,
    report100kMs: small?.reportMs ?? null,
    plan1mMs: large?.planMs ?? null,
    report1mMs: large?.reportMs ?? null,
    hashFloorRatio: large?.hashFloorRatio ?? null,
    peakMiB: large?.peakMiB ?? null,
    finalise1mMs: finalised?.finalise1mMs ?? null,
    scanHeldMs: finalised?.scanHeldMs ?? null,
  };
  return { figures, missed: missedGoals(figures) };
});

/** In a process of its own: what one size leaves behind is no memory of the next. */
async function measure(recipients: number): Promise<One> {
  const { first, gone } = await startChild(new URL("measure-one.ts", import.meta.url), [String(recipients)]);
  await gone;
  const one = first as One;
  say(`${recipients} recipients: plan ${one.planMs} ms, report ${one.reportMs} ms, ${one.peakMiB} MiB`);
  return one;
}
