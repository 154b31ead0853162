// First, as in e2e/bench/contract/run.ts: else hashing is much slower than in built code.
import "scalus";
import { parseArgs } from "node:util";
import { readCount, runBench } from "../run-bench";
import { missedGoals } from "./goals";
import { measureAll } from "./measure-all";

/*
 * `npm run bench:adopt [-- --days N --recipients N]`: how long it takes to bring a lost database back from the chain
 * and the published reports, and whether it grows with the days alone. In words to stderr; one line of JSON to stdout.
 * Exits with 1 where a goal is missed.
 */

const { values } = parseArgs({
  options: {
    days: { type: "string", default: "365" },
    recipients: { type: "string", default: "1000" },
  },
});

const size = {
  days: readCount(values, "days", 2),
  recipients: readCount(values, "recipients", 1),
  blocks: 10_000,
};

await runBench(async () => {
  const figures = await measureAll(size);
  return { figures, missed: missedGoals(figures) };
});
