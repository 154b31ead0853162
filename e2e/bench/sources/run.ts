// First, as in e2e/bench/contract/run.ts: else hashing is much slower than in built code.
import "scalus";
import { parseArgs } from "node:util";
import { readCount, runBench } from "../run-bench";
import { missedGoals } from "./goals";
import { measureAll } from "./measure-all";

/*
 * `npm run bench:sources [-- --switches N --holdings N --rest-blocks N]`: what each kind of chain source is asked for
 * one day, how fast another takes the place of one that dies, and how long a second opinion takes. In words to stderr;
 * one line of JSON to stdout, null for what was not measured. Exits with 1 where a goal is missed.
 */

const { values } = parseArgs({
  options: {
    switches: { type: "string", default: "1000" },
    holdings: { type: "string", default: "100000" },
    "rest-blocks": { type: "string", default: "90" },
  },
});

await runBench(async () => {
  const figures = await measureAll({
    switches: readCount(values, "switches", 1),
    holdings: readCount(values, "holdings", 1),
    restBlocks: readCount(values, "rest-blocks", 1),
  });
  return { figures, missed: missedGoals(figures) };
});
