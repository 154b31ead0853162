// First, as in e2e/bench/contract/run.ts: else hashing is much slower than in built code.
import "scalus";
import { readCount, runBench } from "../run-bench";
import { missedGoals } from "./goals";
import { measureAll } from "./measure-all";

const USAGE = `npm run bench:alerts [-- --quiet-days N --storm N --idle-seconds N]

Injects each kind of incident into a running installation, and measures how long it takes in system time until a
channel has the alert; counts the pages of a storm of errors with one cause, and of a quiet month; and measures what
watching costs at rest. In words to stderr; the last line of stdout is one JSON object with "ok" and the figures, null
for what was not measured. Exits with 1 where a goal is missed.

  --quiet-days N    length of the quiet month (default 30)
  --storm N         errors of the storm (default 1000)
  --idle-seconds N  how long the watch's process is measured at rest (default 60)`;

const OPTIONS = {
  "quiet-days": { type: "string", default: "30" },
  storm: { type: "string", default: "1000" },
  "idle-seconds": { type: "string", default: "60" },
} as const;

await runBench({ usage: USAGE, options: OPTIONS }, async (values) => {
  const figures = await measureAll({
    quietDays: readCount(values, "quiet-days", 1),
    stormErrors: readCount(values, "storm", 1),
    idleSeconds: readCount(values, "idle-seconds", 1),
  });
  return { figures, missed: missedGoals(figures) };
});
