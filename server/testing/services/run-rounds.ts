import { setTimeout as sleep } from "node:timers/promises";
import { createPayoutContext } from "@/server/engine/context";
import { parseEnv } from "@/server/env";
import { runRound } from "@/server/jobs/run-job";
import { testSigners } from "./keys";
import { killAfterNextStep } from "./killing-database";

/*
 * A process that runs rounds of jobs until its standard input ends, or until CRASH_POINT, a test or its next step
 * kills it. The context is the one of production, from the environment; only oracle and approvers are in here too.
 * Argument: JSON of the pool's network and policy id, and whether the next step kills it. Prints a line of JSON after
 * every round.
 */
const pool = JSON.parse(process.argv[2] ?? "{}") as { network: string; policyId: string; killAfterStep: boolean };
const made = await createPayoutContext(parseEnv(process.env));
const db = pool.killAfterStep ? await killAfterNextStep(made.db) : made.db;
const ctx = { ...made, ...testSigners(pool), db };
let ended = false;
process.stdin.resume().once("end", () => {
  ended = true;
});
while (!ended) {
  console.log(JSON.stringify(await runRound(ctx)));
  await sleep(20);
}
process.exit(0);
