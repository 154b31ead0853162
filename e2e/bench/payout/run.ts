// First, as in e2e/bench/contract/run.ts: else hashing is much slower than in built code.
import "scalus";
import { readCount, runBench } from "../run-bench";
import { missedGoals } from "./goals";
import { YOUNG_DAYS } from "./measure-age";
import { measureAll } from "./measure-all";

const USAGE = `npm run bench:payout [-- --recipients N --days N --block-seconds N]

How fast a day is planned and paid, what a payment costs us, and whether a day stays as cheap after years of them.
In words to stderr; the last line of stdout is one JSON object with "ok" and the figures. Exits with 1 where a goal is
missed.

  --recipients N     of the day that is paid (default 10000)
  --days N           days before the one whose steps are measured (default 3650)
  --block-seconds N  between two blocks (default 20, as on mainnet on average)`;

const OPTIONS = {
  recipients: { type: "string", default: "10000" },
  days: { type: "string", default: "3650" },
  "block-seconds": { type: "string", default: "20" },
} as const;

await runBench({ usage: USAGE, options: OPTIONS }, async (values) => {
  const figures = await measureAll({
    recipients: readCount(values, "recipients", 1),
    days: readCount(values, "days", YOUNG_DAYS),
    blockSeconds: readCount(values, "block-seconds", 1),
    daysMeasured: 6,
  });
  return { figures, missed: missedGoals(figures) };
});
