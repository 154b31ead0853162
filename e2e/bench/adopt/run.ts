// First, as in e2e/bench/contract/run.ts: else hashing is much slower than in built code.
import "scalus";
import { readCount, runBench } from "../run-bench";
import { missedGoals } from "./goals";
import { measureAll } from "./measure-all";

const USAGE = `npm run bench:adopt [-- --days N --recipients N]

How long it takes to bring a lost database back from the chain and the published reports, and whether it grows with the
days alone. In words to stderr; the last line of stdout is one JSON object with "ok" and the figures. Exits with 1 where
a goal is missed.

  --days N        days that were paid (default 365)
  --recipients N  of each (default 1000)`;

const OPTIONS = {
  days: { type: "string", default: "365" },
  recipients: { type: "string", default: "1000" },
} as const;

await runBench({ usage: USAGE, options: OPTIONS }, async (values) => {
  const figures = await measureAll({
    days: readCount(values, "days", 2),
    recipients: readCount(values, "recipients", 1),
    blocks: 10_000,
  });
  return { figures, missed: missedGoals(figures) };
});
