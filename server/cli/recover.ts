import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { roundInTurn } from "@/server/jobs/scheduler";
import { DEAD_AFTER_MS, keepTurn } from "@/server/jobs/take-turns";
import { recoverFromFailure } from "@/server/services/health/recover-from-failure";
import type { PayoutContext } from "@/server/services/payout/payout-context";
import { commandActor } from "./actor";
import { runCommand, usageError } from "./command";
import { printHealth } from "./health/print-health";
import { withDatabaseUrl } from "./with-database";
import { withPayoutContext } from "./with-payout-context";

const USAGE = `npm run recover [-- --read-again-from HEIGHT] [--execute]

Says what one person may safely do now, in words, and does it only with --execute. Run it with the engine's environment.
It signs nothing by itself, sends nothing that was not sent, and stops where two people or a decision are needed: it
then names the command or page. The last line is one JSON object with "ok", "executed", "steps" and "left".

  --read-again-from HEIGHT  take back what was read of the chain from this block on, and read it again: where the source
                            contradicted itself and it does not mend
  --execute                 do it

Exit code: 1 where a step failed.`;

const ASK_EVERY_MS = 500;

const OPTIONS = { execute: { type: "boolean", default: false }, "read-again-from": { type: "string" } } as const;

await runCommand({ usage: USAGE, options: OPTIONS }, async ({ values }) => {
  const height = values["read-again-from"];
  if (height !== undefined && !/^\d{1,10}$/.test(height)) throw usageError("--read-again-from takes a block's height.");
  await withDatabaseUrl(async (url) => {
    await withPayoutContext(url, async (ctx) => {
      const recovery = await recoverFromFailure(ctx, {
        execute: values.execute,
        runJobs: () => runJobsInTurn(ctx),
        readAgainFrom: height === undefined ? null : Number(height),
        actor: commandActor(),
        tell: (text) => console.error(text),
      });
      console.error(recovery.left.length > 0 ? "\nWhat is left, and who or what it needs:" : "\nEverything works.");
      printHealth(recovery.left);
      if (!values.execute) console.error("\nNothing was done. Run again with --execute to do it.");
      console.log(JSON.stringify(recovery));
      process.exitCode = recovery.ok ? 0 : 1;
    });
  });
});

/** One round of all jobs, as soon as nobody else runs one. An engine that is alive runs them itself. */
async function runJobsInTurn(ctx: PayoutContext): Promise<string> {
  const holder = randomUUID();
  for (let waitedMs = 0; waitedMs < 2 * DEAD_AFTER_MS; waitedMs += ASK_EVERY_MS) {
    const round = await roundInTurn(ctx, holder, 0);
    if (round) {
      await keepTurn(ctx.db, holder, 0);
      return Object.entries(round)
        .map(([job, { result, detail }]) => `${job}: ${result} (${detail})`)
        .join("; ");
    }
    await sleep(ASK_EVERY_MS);
  }
  return "an engine is at work and runs the jobs itself";
}
