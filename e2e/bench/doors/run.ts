// First, as in e2e/bench/contract/run.ts: else hashing is much slower than in built code.
import "scalus";
import { readCount, runBench } from "../run-bench";
import { missedGoals } from "./goals";
import { enoughFor, measureDoors } from "./measure";

const USAGE = `npm run bench:doors [-- --recipients N --pairs N]

How much a flood at each door slows a payment, and what the web application holds meanwhile. In words to stderr; the
last line of stdout is one JSON object with "ok" and the figures. Exits with 1 where a goal is missed.

  --recipients N  of the day that is paid (default: so many that there is a payment for each measurement)
  --pairs N       of payments, one of each pair under the flood (default 3)`;

const OPTIONS = {
  recipients: { type: "string" },
  pairs: { type: "string", default: "3" },
} as const;

await runBench({ usage: USAGE, options: OPTIONS }, async ({ recipients, ...values }) => {
  const pairs = readCount(values, "pairs", 1);
  const figures = await measureDoors({
    recipients: recipients === undefined ? enoughFor(pairs) : readCount({ recipients }, "recipients", 1),
    pairs,
  });
  return { figures, missed: missedGoals(figures) };
});
