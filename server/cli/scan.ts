import { shown } from "@/server/domain/shown";
import { runCommand, usageError } from "./command";
import { databaseBeside, dropBeside } from "./scan/database-beside";
import { readToTip } from "./scan/read-to-tip";
import { rescan } from "./scan/rescan";
import { withDatabaseUrl } from "./with-database";
import { withPayoutContext } from "./with-payout-context";

const USAGE = `npm run scan -- --once     reads the chain until the scan is at the tip
npm run scan -- rescan     scans all once more, beside the live data, and compares
npm run scan -- drop       removes the database of a rescan that did not agree or was interrupted

Run it with the engine's environment: it reads from the engine's sources, within their common budget. An engine may run
at the same time, and any of these may be interrupted: what is written is whole, and the next one goes on. --once writes
what the engine's own scan writes, and decides nothing about days.

rescan scans into a database of its own on the same server, named like the live one with _rescan at its end, for which
the database's user must be allowed to create databases (without a pooler between). Then it compares blocks,
transactions, tokens, the pool's outputs and plays as both were after a block a few below the tip. It changes nothing in
the live database: no day is ever changed by it. Where both agree, its database is removed; where they do not, the first
differences are shown, with the lowest block and the days that were read from there on, and it is kept.

What to do with a difference: look at the rows on another server or explorer. If the rescan is right and the block is
not final, npm run recover -- --read-again-from HEIGHT takes back what was read from it on, with the days that may still
change; if it is final, pause the engine (npm run engine -- pause) and read OPERATIONS.md, "Scanning once more".

The last line is one JSON object with "ok", and where the scan is or what was compared.
Exit code: 0 at the tip, or where both agree; 1 where the tip was not reached, or they differ.`;

const OPTIONS = { once: { type: "boolean", default: false } } as const;

const tell = (text: string) => console.error(text);

await runCommand({ usage: USAGE, options: OPTIONS, words: true }, async ({ values: { once }, positionals }) => {
  const verb = positionals.join(" ");
  if (!["", "rescan", "drop"].includes(verb)) throw usageError(`There is no command ${shown(verb)}.`);
  if (once !== (verb === "")) throw usageError("Say --once, or rescan, or drop.");
  const told = await withDatabaseUrl(async (url) => {
    if (verb === "drop") return drop(url);
    return withPayoutContext(url, async (ctx) => {
      if (verb === "rescan") return rescan(ctx, url, tell);
      const { isAtTip, detail, progress } = await readToTip(ctx, tell);
      tell(isAtTip ? "The scan is at the tip." : `The scan is not at the tip: ${detail}`);
      return { ok: isAtTip, height: progress.height, tip: progress.tipHeight, waitingPlays: progress.waiting, detail };
    });
  });
  console.log(JSON.stringify(told));
  process.exitCode = told.ok ? 0 : 1;
});

async function drop(url: string) {
  const beside = databaseBeside(url);
  const ok = await dropBeside(url, beside);
  tell(ok ? `There is no database ${beside.name} now.` : `${beside.name} is in use, so it was left as it is.`);
  return { ok, database: beside.name };
}
