import { shown } from "@/server/domain/shown";
import { exportSnapshot } from "@/server/services/holders/export-snapshot";
import { quoteDayState } from "@/server/words/day-state";
import { runCommand, usageError } from "./command";
import { type Output, openFileOutput, openStandardOutput } from "./export/open-output";
import { FORMATS, writerOf } from "./export/snapshot-text";
import { withUnchangedDatabase } from "./with-database";

const USAGE = `npm run export -- snapshot --day N [--format csv|json] [--out FILE]

Who held prize tokens at the snapshot of a day, by our own books at its block: a row for each holder, with all addresses,
plays, and once the day is calculated the decision, the weight and what was earned. Who holds none has no row. Works as
soon as the day is over; until the day is read, a rollback may still change its last block ("fixed" is false). Changes
nothing. Reads the database that DATABASE_URL names, or the embedded one.

  --day N         the number of the day
  --format        csv (RFC 4180, the default) or json (an array, an object a line; amounts as text)
  --out FILE      a new file: an existing one is never written over

With --out the last line of stdout is one JSON object with "ok", "rows", "day", "block" and "sha256" (of the file).
Without it the rows go to stdout, and that object to stderr: npm run -s keeps npm's own lines out of stdout. Progress
goes to stderr.`;

const OPTIONS = {
  day: { type: "string" },
  format: { type: "string", default: "csv" },
  out: { type: "string" },
} as const;

await runCommand({ usage: USAGE, options: OPTIONS, words: true }, async ({ values, positionals }) => {
  if (positionals.join(" ") !== "snapshot") throw usageError("Say snapshot: nothing else is exported.");
  const { day = "", out } = values;
  if (!/^-?\d{1,9}$/.test(day)) throw usageError(`--day needs the number of a day, not ${shown(day)}.`);
  const format = FORMATS.find((each) => each === values.format);
  if (!format) throw usageError(`--format is csv or json, not ${shown(values.format)}.`);
  const output = out === undefined ? null : await openFileOutput(out);
  const told = await copySnapshot(Number(day), format, output ?? openStandardOutput()).catch(async (error) => {
    await output?.giveUp();
    throw error;
  });
  if (output) console.log(told);
  else console.error(told);
});

async function copySnapshot(dayIndex: number, format: (typeof FORMATS)[number], output: Output): Promise<string> {
  const writer = writerOf(format);
  let written = 0;
  const { snapshot, rows } = await withUnchangedDatabase((db) =>
    exportSnapshot(db, dayIndex, async (portion, at) => {
      await output.write((written === 0 ? writer.start : "") + writer.rows(portion, at));
      written += portion.length;
      console.error(`${written} holders of day ${dayIndex}, at block ${at.block.height}`);
    }),
  );
  await output.write((written === 0 ? writer.start : "") + writer.end);
  const sha256 = await output.finish();
  const { state, block, rulesVersion, isFixed: fixed, isDecided: decided, lineSetId } = snapshot;
  if (!fixed)
    console.error(
      `Day ${dayIndex} is ${quoteDayState(state)}: it is not read yet, and a rollback may change its last block.`,
    );
  else if (!decided && lineSetId !== null) {
    console.error(
      `What was read up to block ${block.height} has changed since day ${dayIndex} was calculated, so decisions and weights are left out. Its report says what it was calculated from.`,
    );
  }
  return JSON.stringify({ ok: true, rows, day: dayIndex, state, block, rulesVersion, fixed, decided, sha256 });
}
