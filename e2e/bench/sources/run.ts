// First, as in e2e/bench/contract/run.ts: else hashing is much slower than in built code.
import "scalus";
import { readCount, runBench } from "../run-bench";
import { missedGoals } from "./goals";
import { measureAll } from "./measure-all";

const USAGE = `npm run bench:sources [-- --switches N --holdings N --rest-blocks N]

What each kind of chain source is asked for one day, how fast another takes the place of one that dies, and how long a
second opinion takes. In words to stderr; the last line of stdout is one JSON object with "ok" and the figures, null for
what was not measured. Exits with 1 where a goal is missed.

  --switches N     how often the source that is read from dies (default 1000)
  --holdings N     holdings that are compared (default 100000)
  --rest-blocks N  blocks in which nothing happens, for the calls at rest (default 90)`;

const OPTIONS = {
  switches: { type: "string", default: "1000" },
  holdings: { type: "string", default: "100000" },
  "rest-blocks": { type: "string", default: "90" },
} as const;

await runBench({ usage: USAGE, options: OPTIONS }, async (values) => {
  const figures = await measureAll({
    switches: readCount(values, "switches", 1),
    holdings: readCount(values, "holdings", 1),
    restBlocks: readCount(values, "rest-blocks", 1),
  });
  return { figures, missed: missedGoals(figures) };
});
