import { userInfo } from "node:os";
import { parseArgs } from "node:util";
import { findPause, sayPaused } from "@/server/services/engine-pause/find-pause";
import { pauseEngine } from "@/server/services/engine-pause/pause-engine";
import { resumeEngine } from "@/server/services/engine-pause/resume-engine";
import { findPerson } from "@/server/services/people/find-person";
import { runCommand, usageError } from "./command";
import { withDatabase } from "./with-database";

const USAGE = `npm run engine -- show
npm run engine -- pause --as EMAIL --reason TEXT
npm run engine -- resume --as EMAIL --reason TEXT

Pauses the engine, in all processes: nothing new is built, signed or sent. A step that has begun ends first; what was
sent is still watched. The same can be done in the console, on the overview. Pausing takes one operator, approver or
admin, resuming one approver or admin.

  --as EMAIL      who does it: the address that they sign in with
  --reason TEXT   why; everybody in the console reads it`;

const ACTS = { pause: pauseEngine, resume: resumeEngine };

await runCommand(USAGE, async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { as: { type: "string" }, reason: { type: "string" } },
  });
  const [verb = "", ...more] = positionals;
  if (more.length > 0 || !["show", "pause", "resume"].includes(verb)) throw usageError("Say show, pause or resume.");
  await withDatabase(async (db) => {
    if (verb === "pause" || verb === "resume") {
      if (!values.as || !values.reason) throw usageError(`${verb} needs --as EMAIL and --reason TEXT.`);
      const userId = await findPerson(db, values.as);
      await ACTS[verb]({ db }, { userId, reason: values.reason, via: `cli:${userInfo().username}` });
    }
    const pause = await findPause(db);
    console.error(pause ? sayPaused(pause) : "The engine is not paused.");
    console.log(
      JSON.stringify({ ok: true, paused: pause !== null, by: pause?.name ?? null, reason: pause?.reason ?? null }),
    );
  });
});
