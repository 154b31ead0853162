import { startTestServer } from "@/db/testing/server";
import { startChild } from "../child";
import { say } from "../timed";
import { measureFinalise } from "./finalise";
import { type Measured, missedGoals } from "./goals";
import type { One } from "./measure-one";

/*
 * `npm run bench:rewards`: how long a day's calculation, plan and report take, for 100,000 recipients and for a
 * million, and how long settling or closing a day of a million lines does. In words to stderr; one line of JSON to
 * stdout. Exits with 1 where a goal is missed.
 */

const LONGEST_MS = 30 * 60_000;
const overtime = setTimeout(() => {
  say(`not done after ${LONGEST_MS / 60_000} minutes`);
  process.exit(1);
}, LONGEST_MS);
const stop = await startTestServer();
try {
  const small = await measure(100_000).catch(tell);
  const large = await measure(1_000_000).catch(tell);
  const finalised = await measureFinalise(1_000_000).catch(tell);
  const measured: Measured = {
    plan100kMs: small?.planMs ?? null,
    report100kMs: small?.reportMs ?? null,
    plan1mMs: large?.planMs ?? null,
    report1mMs: large?.reportMs ?? null,
    hashFloorRatio: large?.hashFloorRatio ?? null,
    peakMiB: large?.peakMiB ?? null,
    finalise1mMs: finalised?.finalise1mMs ?? null,
    scanHeldMs: finalised?.scanHeldMs ?? null,
  };
  const missed = missedGoals(measured);
  for (const failure of missed) say(`missed: ${failure}`);
  console.log(JSON.stringify({ ok: missed.length === 0, ...measured }));
  process.exitCode = missed.length === 0 ? 0 : 1;
} finally {
  clearTimeout(overtime);
  await stop();
}

/** In a process of its own: what one size leaves behind is no memory of the next. */
async function measure(recipients: number): Promise<One> {
  const { first, gone } = await startChild(new URL("measure-one.ts", import.meta.url), [String(recipients)]);
  await gone;
  const one = first as One;
  say(`${recipients} recipients: plan ${one.planMs} ms, report ${one.reportMs} ms, ${one.peakMiB} MiB`);
  return one;
}

/** One part that fails leaves the others' figures. */
function tell(error: unknown): null {
  say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return null;
}
