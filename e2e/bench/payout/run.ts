// First, as in e2e/bench/contract/run.ts: else hashing is much slower than in built code.
import "scalus";
import { parseArgs } from "node:util";
import { startTestServer } from "@/db/testing/server";
import { say } from "../timed";
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
  recipients: number("recipients", 1),
  days: number("days", YOUNG_DAYS),
  blockSeconds: number("block-seconds", 1),
  daysMeasured: 6,
};

const LONGEST_MS = 60 * 60_000;
const overtime = setTimeout(() => {
  say(`not done after ${LONGEST_MS / 60_000} minutes`);
  process.exit(1);
}, LONGEST_MS);
const stop = await startTestServer();
try {
  const measured = await measureAll(size);
  const missed = missedGoals(measured);
  for (const failure of missed) say(`missed: ${failure}`);
  console.log(JSON.stringify({ ok: missed.length === 0, ...measured }));
  process.exitCode = missed.length === 0 ? 0 : 1;
} finally {
  clearTimeout(overtime);
  await stop();
}

function number(name: keyof typeof values, least: number): number {
  const value = Number(values[name]);
  if (!Number.isSafeInteger(value) || value < least)
    throw new Error(`--${name} should be a whole number from ${least}`);
  return value;
}
