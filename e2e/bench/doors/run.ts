// First, as in e2e/bench/contract/run.ts: else hashing is much slower than in built code.
import "scalus";
import { parseArgs } from "node:util";
import { readCount, runBench } from "../run-bench";
import { missedGoals } from "./goals";
import { measureDoors } from "./measure";

/*
 * `npm run bench:doors [-- --recipients N --pairs N]`: how much a flood at each door slows a payment, and what the web
 * application holds meanwhile. In words to stderr; one line of JSON to stdout. Exits with 1 where a goal is missed.
 */

const { values } = parseArgs({
  options: { recipients: { type: "string", default: "15000" }, pairs: { type: "string", default: "3" } },
});

await runBench(async () => {
  const figures = await measureDoors({
    recipients: readCount(values, "recipients", 1),
    pairs: readCount(values, "pairs", 1),
  });
  return { figures, missed: missedGoals(figures) };
});
