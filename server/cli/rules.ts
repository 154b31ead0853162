import type { Database } from "@/db/client";
import type { FieldProblem } from "@/server/domain/fields";
import { DOCUMENT_KINDS, type DocumentKind } from "@/server/domain/rules/document";
import { shown } from "@/server/domain/shown";
import { checkDraft } from "@/server/services/proposals/check-draft";
import { confirm } from "@/server/services/proposals/confirm";
import type { Draft } from "@/server/services/proposals/draft";
import { effectOf } from "@/server/services/proposals/effect-of";
import { listVersions } from "@/server/services/proposals/list-versions";
import { newestDocument } from "@/server/services/proposals/newest-document";
import { openProposal } from "@/server/services/proposals/open-proposal";
import { propose } from "@/server/services/proposals/propose";
import { COMMAND_BOUNDS } from "@/server/services/proposals/rules-effect";
import { withdraw } from "@/server/services/proposals/withdraw";
import { sayProblem } from "@/server/words/document/say-document";
import { runCommand, usageError } from "./command";
import { environmentSource } from "./environment-source";
import { readJsonArgument } from "./read-json-argument";
import { readReason } from "./read-reason";
import { printChanges, printProposal, printVersion } from "./rules/print";
import { asPerson, SIGN_IN_USAGE } from "./sign-in-person";
import { withDatabase } from "./with-database";

const USAGE = `npm run rules -- show                                          the newest document, and what waits for a second person
npm run rules -- versions                                      all versions, with what each changed
npm run rules -- check FILE --from DAY                         problems, difference, effect; writes nothing
npm run rules -- propose FILE --from DAY --reason TEXT         proposes the file, as a whole
npm run rules -- confirm HASH                                  the second person: puts the proposal in force
npm run rules -- withdraw HASH                                 takes a proposal back
npm run operations -- ...                                      the same for operations, without --from

Changes what days are paid by (rules), or how the service works (operations): OPERATIONS.md, "Changing rules and
operations". Works on DATABASE_URL or the embedded database; check, propose and confirm ask the chain source
(BLOCKFROST_URL, or another of SOURCES). ${SIGN_IN_USAGE}`;

type Call = {
  readonly db: Database;
  readonly kind: DocumentKind;
  readonly argument: string | undefined;
  readonly from: string | undefined;
  readonly reason: string | undefined;
};

const VERBS: Record<string, (call: Call) => Promise<Record<string, unknown>>> = {
  show,
  versions,
  check,
  propose: proposeFile,
  confirm: confirmHash,
  withdraw: withdrawHash,
};

const OPTIONS = { from: { type: "string" }, reason: { type: "string" } } as const;

await runCommand({ usage: USAGE, options: OPTIONS, words: true }, async ({ values, positionals }) => {
  const [given, verb = "", argument, ...more] = positionals;
  const kind = DOCUMENT_KINDS.find((each) => each === given);
  const run = Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined;
  if (!kind || !run || more.length > 0)
    throw usageError(`There is no command ${shown(positionals.slice(1).join(" "))}.`);
  const result = await withDatabase((db) => run({ db, kind, argument, from: values.from, reason: values.reason }));
  console.log(JSON.stringify(result));
  if (result.ok === false) process.exitCode = 1;
});

/** The last line is the document itself, so that it can be saved, changed and proposed. */
async function show({ db, kind }: Call) {
  const [newest] = await listVersions(db, kind, 1);
  if (newest) printVersion(kind, newest);
  const open = await openProposal(db, kind);
  const { document } = await newestDocument(db, kind);
  if (open) printProposal(kind, document, open);
  return document;
}

async function versions({ db, kind }: Call) {
  const rows = await listVersions(db, kind, 1_000);
  for (const row of rows) printVersion(kind, row);
  return { ok: true, versions: rows };
}

async function check(call: Call) {
  const { db, kind } = call;
  const draft = await readDraft(call);
  const judged = await checkDraft({ db, source: await environmentSource() }, draft);
  if (!judged.ok) return refused(kind, judged.problems);
  printChanges(kind, judged.changes);
  const effect = await effectOf({ db }, draft, COMMAND_BOUNDS);
  for (const sentence of effect) console.error(sentence);
  return { ok: true, hash: judged.hash, changes: judged.changes, effect };
}

async function proposeFile(call: Call) {
  const { db, kind } = call;
  const draft = await readDraft(call);
  const reason = readReason(call.reason, "--reason is missing: the second person reads it.");
  const source = await environmentSource();
  const result = await asPerson(db, `${kind} propose`, ({ userId }) =>
    propose({ db, source }, { draft, userId, reason }),
  );
  if (!result.ok) return refused(kind, result.problems);
  printChanges(kind, result.changes);
  console.error(`Proposed. A second person confirms it with: npm run ${kind} -- confirm ${result.hash}`);
  return { ok: true, hash: result.hash, changes: result.changes };
}

async function confirmHash(call: Call) {
  const { db, kind } = call;
  const hash = readHash(call);
  const source = await environmentSource();
  const open = await openProposal(db, kind);
  if (open?.hash === hash) {
    printProposal(kind, (await newestDocument(db, kind)).document, open);
    for (const sentence of await effectOf({ db }, open, COMMAND_BOUNDS)) console.error(sentence);
  }
  const { version } = await asPerson(db, `${kind} confirm`, ({ userId }) =>
    confirm({ db, source }, { kind, hash, userId }),
  );
  console.error(`Confirmed: version ${version} of the ${kind}.`);
  return { ok: true, version };
}

async function withdrawHash(call: Call) {
  const { db, kind } = call;
  const hash = readHash(call);
  await asPerson(db, `${kind} withdraw`, ({ userId }) => withdraw({ db }, { kind, hash, userId }));
  console.error("Withdrawn.");
  return { ok: true };
}

function refused(kind: DocumentKind, problems: readonly FieldProblem[]) {
  for (const problem of problems) console.error(`Refused: ${sayProblem(kind, problem)}.`);
  return { ok: false, problems };
}

async function readDraft({ kind, argument, from }: Call): Promise<Draft> {
  if (!argument) throw usageError("Name a file with the document; show prints the newest.");
  if (kind === "operations" && from !== undefined) throw usageError("--from is for rules: operations hold at once.");
  if (kind === "rules" && !/^\d{1,9}$/.test(from ?? "")) throw usageError("--from must be the number of a day.");
  return { kind, document: await readJsonArgument(argument), fromDay: kind === "rules" ? Number(from) : null };
}

function readHash({ argument }: Call): string {
  if (/^[0-9a-f]{64}$/.test(argument ?? "")) return argument ?? "";
  throw usageError("Give the hash of the proposal that you have read, 64 hexadecimal digits; show prints it.");
}
