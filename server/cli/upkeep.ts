import { z } from "zod";
import { UPKEEP_NAMES } from "@/db/schema";
import { shown } from "@/server/domain/shown";
import { listUpkeep } from "@/server/services/upkeep/list-upkeep";
import { recordUpkeep } from "@/server/services/upkeep/record-upkeep";
import { formatMinute } from "@/server/words/format";
import { commandActor } from "./actor";
import { runCommand, usageError } from "./command";
import { withDatabase, withUnchangedDatabase } from "./with-database";

const USAGE = `npm run upkeep -- list
npm run upkeep -- record ${UPKEEP_NAMES.join("|")} [--at TIME] [--note TEXT]

Remembers when a backup or a drill was done, and when a key or the secrets were last changed: what is too old, or was
never done on mainnet, becomes an incident of a low priority. Each record has its row in the audit log. list only looks.

  --at TIME    when it was done, as 2026-03-01T08:00:00Z or 2026-03-01; now without it
  --note TEXT  where the backup lies, what the drill showed`;

const OPTIONS = { at: { type: "string" }, note: { type: "string" } } as const;

await runCommand({ usage: USAGE, options: OPTIONS, words: true }, async ({ values, positionals }) => {
  const [verb, what = "", ...more] = positionals;
  const isRecording = verb === "record";
  if (more.length > 0 || (!isRecording && (verb !== "list" || what !== ""))) throw usageError("Say list or record.");
  const { at, note = "" } = values;
  if (!isRecording && (at ?? values.note) !== undefined) throw usageError("list takes no --at and no --note.");
  const nowMs = Date.now();
  const doneAtMs = at === undefined ? nowMs : readTime(at);
  const onDatabase = isRecording ? withDatabase : withUnchangedDatabase;
  await onDatabase(async (db) => {
    if (isRecording) await recordUpkeep({ db }, { what, doneAtMs, note, actor: commandActor(), nowMs });
    const done = await listUpkeep(db);
    for (const { what: name, doneAt, note } of done) {
      console.error(`${formatMinute(doneAt.getTime())}  ${name}${note === "" ? "" : `: ${note}`}`);
    }
    if (done.length === 0) console.error("Nothing has been recorded yet.");
    const rows = done.map(({ what: name, doneAt, actor, note }) => ({ what: name, doneAt, actor, note }));
    console.log(JSON.stringify({ ok: true, done: rows }));
  });
});

/** Everything else that the language takes for a time may be another one: "5" would be in May 2001. */
function readTime(given: string): number {
  if (z.union([z.iso.datetime({ offset: true }), z.iso.date()]).safeParse(given).success) return Date.parse(given);
  throw usageError(`--at takes a time as 2026-03-01T08:00:00Z, or a day, not ${shown(given)}.`);
}
