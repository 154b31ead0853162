// First, as in e2e/bench/contract/run.ts: else hashing is much slower than in built code.
import "scalus";
import { parseArgs } from "node:util";
import { readCount, runBench } from "../run-bench";
import { missedGoals } from "./goals";
import { YOUNG_DAYS } from "./measure-age";
import { measureAll, type Size } from "./measure-all";

/*
 * `npm run bench:payout [-- --recipients N --days N --block-seconds N]`: how fast a day is planned and paid, what a
 * payment costs us, and whether a day stays as cheap after years of them. In words to stderr; one line of JSON to
 * stdout. Exits with 1 where a goal is missed.
 */

const { values } = parseArgs({
  options: {
    recipients: { type: "string", default: "10000" },
    days: { type: "string", default: "3650" },
    // As on mainnet, where a block comes every 20 seconds on average.
    "block-seconds": { type: "string", default: "20" },
  },
});

const size: Size = {
  recipients: readCount(values, "recipients", 1),
  days: readCount(values, "days", YOUNG_DAYS),
  blockSeconds: readCount(values, "block-seconds", 1),
  daysMeasured: 6,
};

await runBench(async () => {
  const figures = await measureAll(size);
  return { figures, missed: missedGoals(figures) };
});
