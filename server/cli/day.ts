import type { Database } from "@/db/client";
import { shown } from "@/server/domain/shown";
import { findAsked } from "@/server/services/approval/find-asked";
import { loadDay } from "@/server/services/day/load-day";
import { releaseDay } from "@/server/services/day/release-day";
import { EXIT_DEEDS, openReleaseRequest, type StopExit } from "@/server/services/day/release-request";
import { findOpinion } from "@/server/services/day/second-opinion";
import { stopDay } from "@/server/services/day/stop-day";
import { openResumes } from "@/server/services/resume/open-resume";
import { requestResume } from "@/server/services/resume/request-resume";
import { quoteDayState } from "@/server/words/day-state";
import { sayOpinion, saySourceDifference } from "@/server/words/second-opinion";
import { sayStopReason } from "@/server/words/stop-reason";
import { sayUnsigned } from "@/server/words/unsigned";
import { runCommand, usageError } from "./command";
import { environmentSource } from "./environment-source";
import { readReason } from "./read-reason";
import { asPerson, SIGN_IN_USAGE } from "./sign-in-person";
import { withDatabase } from "./with-database";

const USAGE = `npm run day -- show DAY                       its state, why it is stopped, and what waits for a second person
npm run day -- stop DAY --reason TEXT         nothing is built or sent for it until two people release it
npm run day -- release DAY --reason TEXT      the first of two: it goes on from where it was stopped
npm run day -- read-anew DAY --reason TEXT    the first of two: it is read anew, by the rules in force now
npm run day -- close DAY --reason TEXT        the first of two: it pays nothing, and all that it owes is carried. Reason
                                              and names are published with its report
npm run day -- confirm DAY                    the second: agrees with what the first one asked for
npm run day -- resume DAY --reason TEXT       what its plan left unpaid is paid by that plan, and not with the next day's

The same as on the day's page of the console: OPERATIONS.md, "When a day stops". Works on DATABASE_URL or the embedded
database; read-anew, close, their confirmation and resume ask the chain source (BLOCKFROST_URL, or another of SOURCES).
${SIGN_IN_USAGE}`;

type Call = { readonly db: Database; readonly dayIndex: number; readonly reason: string };
type Verb = (call: Call, userId: string) => Promise<Record<string, unknown>>;

const ask =
  (exit: StopExit): Verb =>
  async ({ db, dayIndex, reason }, userId) =>
    releaseDay({ db, source: await environmentSource() }, { dayIndex, userId, act: { kind: "request", exit, reason } });

const VERBS: Record<string, Verb> = {
  stop: async ({ db, dayIndex, reason }, userId) => {
    await stopDay({ db }, { dayIndex, userId, reason });
    return { kind: "stopped" };
  },
  release: ask("release"),
  "read-anew": ask("read-anew"),
  close: ask("close"),
  confirm: async ({ db, dayIndex }, userId) =>
    releaseDay({ db, source: await environmentSource() }, { dayIndex, userId, act: { kind: "confirm" } }),
  resume: async ({ db, dayIndex, reason }, userId) => {
    const { deadlineMs } = await requestResume({ db, source: await environmentSource() }, { dayIndex, userId, reason });
    return { kind: "requested", deadlineMs };
  },
};

const OPTIONS = { reason: { type: "string" } } as const;

await runCommand({ usage: USAGE, options: OPTIONS, words: true }, async ({ values, positionals }) => {
  const [verb = "", day = "", ...more] = positionals;
  const run = Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined;
  if ((!run && verb !== "show") || more.length > 0)
    throw usageError(`There is no command ${shown(positionals.join(" "))}.`);
  if (!/^-?\d{1,9}$/.test(day)) throw usageError(`${shown(day)} is not the number of a day.`);
  const needsReason = verb !== "show" && verb !== "confirm";
  const reason = needsReason ? readReason(values.reason, "--reason is missing: others read it.") : "";
  await withDatabase(async (db) => {
    const call = { db, dayIndex: Number(day), reason };
    const said = run ? await asPerson(db, `day ${verb}`, ({ userId }) => run(call, userId)) : {};
    console.log(JSON.stringify({ ok: true, ...said, ...(await show(call)) }));
  });
});

/** Says how the day stands, and what a second person would agree with. */
async function show({ db, dayIndex }: Call) {
  const day = await loadDay(db, dayIndex);
  const { state, frozenFrom, stopReason, closing } = day;
  const request = state === "FROZEN" ? await openReleaseRequest(db, dayIndex) : null;
  const resume = (await openResumes(db)).find((row) => row.dayIndex === dayIndex);
  const asked = await findAsked(db, day, resume ?? null);
  console.error(
    `Day ${dayIndex} is ${quoteDayState(state)}${frozenFrom ? `, stopped while it was ${quoteDayState(frozenFrom)}` : ""}.`,
  );
  if (state === "FROZEN") console.error(sayStopReason(stopReason));
  const opinion = (await findOpinion(db, day.snapshotId))?.opinion;
  if (opinion) console.error(sayOpinion(opinion));
  if (opinion?.kind === "differs")
    for (const row of opinion.rows) console.error(`  ${saySourceDifference(row, opinion)}`);
  if (asked) console.error(sayUnsigned(asked));
  if (closing) console.error(`${closing.by.join(" and ")} closed it with everything carried: “${closing.reason}”`);
  if (request) {
    console.error(
      `${request.person.name} wants it to be ${EXIT_DEEDS[request.exit].done}: “${request.reason}” A second person runs: npm run day -- confirm ${dayIndex}`,
    );
  }
  if (resume)
    console.error(
      `A Resume is asked for, before ${new Date(resume.deadlineMs).toISOString()}: approvers sign it on the day's page.`,
    );
  return {
    dayIndex,
    state,
    frozenFrom,
    request: request?.exit ?? null,
    closing,
    resume: resume?.deadlineMs ?? null,
    oracleAskedMs: asked?.sinceMs ?? null,
  };
}
