import { setTimeout as sleep } from "node:timers/promises";
import { createPayoutContext } from "@/server/engine/context";
import { parseEnv } from "@/server/env";
import { runRound } from "@/server/jobs/run-job";
import { testSigners } from "./keys";

/*
 * A process that runs rounds of jobs until its standard input ends, or until CRASH_POINT or a test kills it. The
 * context is the one of production, from the environment; only oracle and approvers are in here too. Argument: JSON of
 * the pool's network and policy id. Prints a line of JSON after every round.
 */
const pool = JSON.parse(process.argv[2] ?? "{}") as { network: string; policyId: string };
const made = await createPayoutContext(parseEnv(process.env));
const ctx = { ...made, ...testSigners(pool) };
let ended = false;
process.stdin.resume().once("end", () => {
  ended = true;
});
while (!ended) {
  console.log(JSON.stringify(await runRound(ctx)));
  await sleep(20);
}
process.exit(0);
