import { UPKEEP_NAMES } from "@/db/schema";
import { listUpkeep } from "@/server/services/upkeep/list-upkeep";
import { recordUpkeep } from "@/server/services/upkeep/record-upkeep";
import { formatMinute } from "@/server/words/format";
import { commandActor } from "./actor";
import { runCommand, usageError } from "./command";
import { withDatabase } from "./with-database";

const USAGE = `npm run upkeep -- list
npm run upkeep -- record ${UPKEEP_NAMES.join("|")} [--at ISO] [--note TEXT]

Remembers when a backup or a drill was done, and when a key or the secrets were last changed: what is too old, or was
never done on mainnet, becomes an incident of a low priority. Each record has its row in the audit log.

  --at ISO     when it was done, as 2026-03-01T08:00:00Z; now without it
  --note TEXT  where the backup lies, what the drill showed`;

const OPTIONS = { at: { type: "string" }, note: { type: "string", default: "" } } as const;

await runCommand({ usage: USAGE, options: OPTIONS, words: true }, async ({ values, positionals }) => {
  const [verb, what = "", ...more] = positionals;
  if (more.length > 0 || (verb !== "record" && (verb !== "list" || what !== "")))
    throw usageError("Say list or record.");
  const nowMs = Date.now();
  const doneAtMs = values.at === undefined ? nowMs : Date.parse(values.at);
  if (!Number.isFinite(doneAtMs)) throw usageError("--at takes a time, as 2026-03-01T08:00:00Z.");
  await withDatabase(async (db) => {
    if (verb === "record") {
      await recordUpkeep({ db }, { what, doneAtMs, note: values.note, actor: commandActor(), nowMs });
    }
    const done = await listUpkeep(db);
    for (const { what: name, doneAt, note } of done) {
      console.error(`${formatMinute(doneAt.getTime())}  ${name}${note === "" ? "" : `: ${note}`}`);
    }
    if (done.length === 0) console.error("Nothing has been recorded yet.");
    const rows = done.map(({ what: name, doneAt, actor, note }) => ({ what: name, doneAt, actor, note }));
    console.log(JSON.stringify({ ok: true, done: rows }));
  });
});
