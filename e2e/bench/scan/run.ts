import { parseArgs } from "node:util";
import { readCount, runBench } from "../run-bench";
import { say } from "../timed";
import { missedGoals } from "./goals";
import { measureApart } from "./measure-apart";
import type { Size } from "./size";

/*
 * `npm run bench:scan [-- --transactions N --utxos N --participants N]`: what the scan asks of its source, how fast it
 * is, and whether it stays so: everything is measured at a tenth of the size as well. In words to stderr; one line of
 * JSON to stdout. Exits with 1 where a goal is missed.
 */

const { values } = parseArgs({
  options: {
    transactions: { type: "string", default: "100000" },
    utxos: { type: "string", default: "1000000" },
    participants: { type: "string", default: "250000" },
  },
});

const LEAST = 100;
const size: Size = {
  transactions: readCount(values, "transactions", LEAST),
  utxos: readCount(values, "utxos", LEAST),
  participants: readCount(values, "participants", LEAST),
  blocks: 2_500,
  rollback: 2_159,
  hours: { live: 24, rest: 6 },
};

await runBench(async () => {
  const { transactions, utxos, participants } = size;
  say("a tenth of the size");
  const small = { ...size, transactions: transactions / 10, utxos: utxos / 10, participants: participants / 10 };
  const tenth = await measureApart(small);
  say("\nthe whole size");
  const full = await measureApart(size);
  return { figures: { ...full, tenth }, missed: missedGoals(full, tenth) };
});
