import type { Database } from "@/db/client";
import { findHold, sayHeld } from "@/server/services/chain-hold/find-hold";
import { releaseHold } from "@/server/services/chain-hold/release-hold";
import { findPause, sayPaused } from "@/server/services/engine-pause/find-pause";
import { type PauseInput, pauseEngine } from "@/server/services/engine-pause/pause-engine";
import { resumeEngine } from "@/server/services/engine-pause/resume-engine";
import { tellPool } from "@/server/services/pool-commands/tell-pool";
import { runCommand, usageError } from "./command";
import { readReason } from "./read-reason";
import { asPerson, SIGN_IN_USAGE } from "./sign-in-person";
import { withDatabase, withUnchangedDatabase } from "./with-database";

const USAGE = `npm run engine -- show
npm run engine -- pause --reason TEXT
npm run engine -- resume --reason TEXT
npm run engine -- release-hold --reason TEXT

Pauses the engine, in all processes: nothing new is built, signed or sent. A step that has begun ends first; what was
sent is still watched. The same can be done in the console, on the overview. Pausing takes one operator, approver or
admin, resuming one approver or admin; after npm run adopt it takes two. release-hold has payouts go on that are held
because the chain is not well, before it has been well for long: it takes two approvers or admins, one after the other.
Everybody in the console reads the reason. show only looks. ${SIGN_IN_USAGE}`;

const VERBS = ["pause", "resume", "release-hold"] as const;
type Verb = (typeof VERBS)[number];

const ACTS: Record<Verb, (ctx: { readonly db: Database }, input: PauseInput) => Promise<unknown>> = {
  pause: pauseEngine,
  resume: resumeEngine,
  "release-hold": (ctx, input) => releaseHold(ctx, { ...input, nowMs: Date.now() }),
};

const OPTIONS = { reason: { type: "string" } } as const;

await runCommand({ usage: USAGE, options: OPTIONS, words: true }, async ({ values, positionals }) => {
  const [verb = "", ...more] = positionals;
  const act = VERBS.find((name) => name === verb);
  if (more.length > 0 || (!act && verb !== "show")) throw usageError("Say show, pause, resume or release-hold.");
  const reason = act ? readReason(values.reason, `${act} needs --reason TEXT.`) : "";
  const onDatabase = act ? withDatabase : withUnchangedDatabase;
  await onDatabase(async (db) => {
    // Who resumes after an adoption says that this is right.
    const { words } = (await findPause(db)) ?? {};
    if (words) tellPool(words, (text) => console.error(text));
    if (act) await asPerson(db, `engine ${act}`, ({ userId }) => ACTS[act]({ db }, { userId, reason }));
    const [pause, hold] = [await findPause(db), await findHold(db)];
    console.error(pause ? sayPaused(pause) : "The engine is not paused.");
    console.error(hold ? sayHeld(hold) : "Payouts are not held.");
    const paused = { paused: pause !== null, by: pause?.name ?? null, reason: pause?.reason ?? null };
    console.log(JSON.stringify({ ok: true, ...paused, held: hold !== null }));
  });
});
