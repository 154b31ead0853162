import { aloneBeside, dropBeside } from "@/db/beside";
import { migrateDatabase } from "@/db/migrate";
import { shown } from "@/server/domain/shown";
import { requireReason } from "@/server/services/day/require-reason";
import { commandActor } from "./actor";
import { runCommand, usageError } from "./command";
import { readToTip } from "./scan/read-to-tip";
import { rescan } from "./scan/rescan";
import { swap } from "./scan/swap";
import { withDatabaseUrl } from "./with-database";
import { withPayoutContext } from "./with-payout-context";

const USAGE = `npm run scan -- --once     reads the chain until the scan is at the tip
npm run scan -- rescan     scans all once more, beside the live data, and compares
npm run scan -- swap       puts the rescan in the live scan's place, where they agree
npm run scan -- drop       removes the rescan

Run it with the engine's environment: it reads from the engine's sources, within their common budget. An engine may run
at the same time, and any of these may be interrupted: what is written is whole, and the next one goes on. --once writes
what the engine's own scan writes, and decides nothing about days.

rescan scans into tables of its own in the same database (a schema named rescan, which the database's user must be
allowed to create; without a pooler between). Then it compares blocks, transactions, tokens, the pool's outputs and
plays as both were after a block a few below the tip. It changes nothing in the live scan. Where they differ, the first
differences are shown, with the lowest block and the days that were read from there on.

swap reads the rescan on to the tip, compares again, and switches the tables in one transaction, while the engine runs.
Where both agree, nothing that days were read from changes. Where they differ, nothing is changed but with

  --replace --reason TEXT  the rescan takes its place all the same: days that were read at or above the lowest difference
                           are read anew; those that somebody has signed stop until two people release them; those that
                           have ended stay as they are. The audit log keeps the reason, who did it and what differs.

What to do with a difference: look at the rows on another server or explorer, and read OPERATIONS.md, "Scanning once
more".

The last line is one JSON object with "ok", and where the scan is or what was compared.
Exit code: 0 at the tip, where both agree, or once swapped; 1 where the tip was not reached, they differ, or nothing was
swapped.`;

const OPTIONS = {
  once: { type: "boolean", default: false },
  replace: { type: "boolean", default: false },
  reason: { type: "string" },
} as const;

const tell = (text: string) => console.error(text);

await runCommand({ usage: USAGE, options: OPTIONS, words: true }, async ({ values, positionals }) => {
  const { once, replace, reason } = values;
  const verb = positionals.join(" ");
  if (!["", "rescan", "swap", "drop"].includes(verb)) throw usageError(`There is no command ${shown(verb)}.`);
  if (once !== (verb === "")) throw usageError("Say --once, or rescan, swap or drop.");
  if (replace !== (reason !== undefined) || (replace && verb !== "swap")) {
    throw usageError("--replace and --reason TEXT belong together, and to swap.");
  }
  const replaceReason = reason === undefined ? null : requireReason(reason);
  const told = await withDatabaseUrl(async (url) => {
    if (verb === "drop") return drop(url);
    await migrateDatabase(url);
    return withPayoutContext(url, async (ctx) => {
      if (verb === "rescan") return rescan(ctx, url, tell);
      if (verb === "swap") return swap(ctx, url, { actor: commandActor(), replaceReason }, tell);
      const { isAtTip, detail, progress } = await readToTip(ctx, tell);
      tell(isAtTip ? "The scan is at the tip." : `The scan is not at the tip: ${detail}`);
      return { ok: isAtTip, height: progress.height, tip: progress.tipHeight, waitingPlays: progress.waiting, detail };
    });
  });
  console.log(JSON.stringify(told));
  process.exitCode = told.ok ? 0 : 1;
});

async function drop(url: string) {
  const dropped = await aloneBeside(url, () => dropBeside(url));
  tell(dropped ? "The rescan was removed." : "There is no rescan.");
  return { ok: true, dropped };
}
