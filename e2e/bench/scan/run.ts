import { parseArgs } from "node:util";
import { startTestServer } from "@/db/testing/server";
import { say } from "../timed";
import { missedGoals } from "./goals";
import type { Size } from "./measure";
import { measureApart } from "./measure-apart";

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

const size: Size = {
  transactions: number("transactions"),
  utxos: number("utxos"),
  participants: number("participants"),
  blocks: 2_500,
  rollback: 2_159,
  hours: { live: 24, rest: 6 },
};

const LONGEST_MS = 60 * 60_000;
const overtime = setTimeout(() => {
  say(`not done after ${LONGEST_MS / 60_000} minutes`);
  process.exit(1);
}, LONGEST_MS);
const stop = await startTestServer();
try {
  const { transactions, utxos, participants } = size;
  say("a tenth of the size");
  const small = { ...size, transactions: transactions / 10, utxos: utxos / 10, participants: participants / 10 };
  const tenth = await measureApart(small);
  say("\nthe whole size");
  const full = await measureApart(size);
  const missed = missedGoals(full, tenth);
  for (const failure of missed) say(`missed: ${failure}`);
  console.log(JSON.stringify({ ok: missed.length === 0, ...full, tenth }));
  process.exitCode = missed.length === 0 ? 0 : 1;
} finally {
  clearTimeout(overtime);
  await stop();
}

function number(name: keyof typeof values): number {
  const value = Number(values[name]);
  if (!Number.isSafeInteger(value) || value < 100) throw new Error(`--${name} should be a whole number from 100`);
  return value;
}
