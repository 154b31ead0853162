import { ensureBuilt } from "@/scripts/lib.mjs";
import { inWords, runCommand } from "@/server/cli/command";
import { checkPort } from "@/server/cli/port";
import { OPTIONS, readOptions, USAGE } from "./options";
import { runOn } from "./run-on";
import { runOnce } from "./run-once";
import { Interrupted, runProduct } from "./run-product";
import type { Stages } from "./stages";

await runCommand({ usage: USAGE, options: OPTIONS, isAlone: true }, async (given) => {
  const options = await readOptions(given);
  // Before the minutes of a build and of a game.
  if (options.port !== 0) await checkPort(options.port, "--port N", "127.0.0.1");
  ensureBuilt();
  const stop = new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => resolve());
  });
  let stages: Stages | null = null;
  const onStages = (made: Stages) => {
    stages = made;
  };
  try {
    await runProduct(options, onStages, stop, options.once ? runOnce : runOn);
  } catch (error) {
    if (error instanceof Interrupted && !options.once) return console.error("\nStopped.");
    if (options.once) tellFailure(error, stages);
    throw error;
  }
});

/** With --once the last line on stdout is always JSON, also after a failure. */
function tellFailure(error: unknown, stages: Stages | null): void {
  const { stageMs = {}, peakMiB = null } = stages ?? {};
  console.log(JSON.stringify({ ok: false, verified: false, error: inWords(error), peakMiB, stageMs }));
}
