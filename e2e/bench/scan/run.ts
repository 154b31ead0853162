import { readCount, runBench } from "../run-bench";
import { say } from "../timed";
import { missedGoals } from "./goals";
import { measureApart } from "./measure-apart";

const USAGE = `npm run bench:scan [-- --transactions N --utxos N --participants N]

What the scan asks of its source, how fast it is, and whether it stays so: everything is measured at a tenth of the size
as well. In words to stderr; the last line of stdout is one JSON object with "ok" and the figures. Exits with 1 where
a goal is missed.

  --transactions N  of the game and the token (default 100000)
  --utxos N         outputs that hold the token (default 1000000)
  --participants N  who play or hold (default 250000)`;

const OPTIONS = {
  transactions: { type: "string", default: "100000" },
  utxos: { type: "string", default: "1000000" },
  participants: { type: "string", default: "250000" },
} as const;

const LEAST = 100;

await runBench({ usage: USAGE, options: OPTIONS }, async (values) => {
  const transactions = readCount(values, "transactions", LEAST);
  const utxos = readCount(values, "utxos", LEAST);
  const participants = readCount(values, "participants", LEAST);
  const rest = { blocks: 2_500, rollback: 2_159, hours: { live: 24, rest: 6 } };
  say("a tenth of the size");
  const small = { transactions: transactions / 10, utxos: utxos / 10, participants: participants / 10 };
  const tenth = await measureApart({ ...rest, ...small });
  say("\nthe whole size");
  const full = await measureApart({ ...rest, transactions, utxos, participants });
  return { figures: { ...full, tenth }, missed: missedGoals(full, tenth) };
});
