import { findPause, sayPaused } from "@/server/services/engine-pause/find-pause";
import { pauseEngine } from "@/server/services/engine-pause/pause-engine";
import { resumeEngine } from "@/server/services/engine-pause/resume-engine";
import { tellPool } from "@/server/services/pool-commands/tell-pool";
import { runCommand, usageError } from "./command";
import { asPerson, SIGN_IN_USAGE } from "./sign-in-person";
import { withDatabase } from "./with-database";

const USAGE = `npm run engine -- show
npm run engine -- pause --reason TEXT
npm run engine -- resume --reason TEXT

Pauses the engine, in all processes: nothing new is built, signed or sent. A step that has begun ends first; what was
sent is still watched. The same can be done in the console, on the overview. Pausing takes one operator, approver or
admin, resuming one approver or admin; after npm run adopt it takes two. Everybody in the console reads the reason. ${SIGN_IN_USAGE}`;

const ACTS = { pause: pauseEngine, resume: resumeEngine };

const OPTIONS = { reason: { type: "string" } } as const;

await runCommand({ usage: USAGE, options: OPTIONS, words: true }, async ({ values, positionals }) => {
  const [verb = "", ...more] = positionals;
  if (more.length > 0 || !["show", "pause", "resume"].includes(verb)) throw usageError("Say show, pause or resume.");
  await withDatabase(async (db) => {
    // Who resumes after an adoption says that this is right.
    const { words } = (await findPause(db)) ?? {};
    if (words) tellPool(words, (text) => console.error(text));
    if (verb === "pause" || verb === "resume") {
      const { reason } = values;
      if (!reason) throw usageError(`${verb} needs --reason TEXT.`);
      await asPerson(db, `engine ${verb}`, ({ userId }) => ACTS[verb]({ db }, { userId, reason }));
    }
    const pause = await findPause(db);
    console.error(pause ? sayPaused(pause) : "The engine is not paused.");
    console.log(
      JSON.stringify({ ok: true, paused: pause !== null, by: pause?.name ?? null, reason: pause?.reason ?? null }),
    );
  });
});
