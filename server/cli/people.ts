import type { Database } from "@/db/client";
import type { Credential } from "@/server/domain/people/credentials";
import { ROLES, type Role } from "@/server/domain/people/roles";
import { shown } from "@/server/domain/shown";
import type { Actor } from "@/server/services/audit/append-audit";
import { disable } from "@/server/services/people/disable";
import { enable } from "@/server/services/people/enable";
import { endSessions } from "@/server/services/people/end-sessions";
import { listPeople } from "@/server/services/people/list-people";
import { reseal } from "@/server/services/people/reseal";
import { unlock } from "@/server/services/people/unlock";
import { withdrawRequest } from "@/server/services/people/withdraw-request";
import { commandActor } from "./actor";
import { runCommand, usageError } from "./command";
import { askFor, askToInvite } from "./people/ask";
import { printPerson } from "./people/print";
import { commandBox } from "./sign-in-person";
import { withDatabase, withUnchangedDatabase } from "./with-database";

const USAGE = `npm run people -- list                                      everybody, with role, state and what they wait for
npm run people -- invite --email E --name N --role ROLE [--alone]   a link that sets password and second factor
npm run people -- disable --email E                         nothing of this person counts any more; sessions end
npm run people -- enable --email E                          may sign in again
npm run people -- unlock --email E                          wrong passwords and codes so far are forgotten
npm run people -- end-sessions --email E                    signs the person out everywhere
npm run people -- reset-second-factor --email E [--alone]   the old one ends, and a link sets a new one
npm run people -- reset-password --email E [--alone]        the old one ends, and a link sets a new one
npm run people -- reset-both --email E [--alone]            both at once, by one link; the approver's key is forgotten
npm run people -- set-role --email E --role ROLE [--alone]  another role
npm run people -- withdraw --email E                        takes back what was asked for, and a link
npm run people -- reseal                                    stored second factors under the new SEALING_KEY

ROLE is viewer, operator, approver or admin. Whoever can run this and reach DATABASE_URL may do it: the audit log names
the operating system's user. To reset, and to make an approver or admin, takes two administrators who have been ones for
24 hours, or one who waits 24 hours: each runs the same command, and signs in as in the console (SEALING_KEY must be
that of the server). With --alone nobody signs in, and it waits. Until a first admin has accepted, invite takes nobody.
Links begin with NEXTAUTH_URL, are good once and for 48 hours, and a newer one ends an older one. OPERATIONS.md,
"People".`;

const OPTIONS = {
  email: { type: "string" },
  name: { type: "string" },
  role: { type: "string" },
  alone: { type: "boolean" },
} as const;

type Call = {
  readonly db: Database;
  readonly actor: Actor;
  readonly email: string;
  readonly name: string;
  readonly role: string;
  readonly alone: boolean;
};
type Option = keyof typeof OPTIONS;
type Verb = {
  readonly needs: readonly Option[];
  readonly takes?: readonly Option[];
  /** True for what changes nothing: it leaves the database as it is, unmigrated too. */
  readonly looks?: boolean;
  readonly run: (call: Call) => Promise<Record<string, unknown>>;
};

/** A deed that answers nothing. */
const quiet =
  (deed: (db: Database, email: string, actor: Actor) => Promise<void>): Verb["run"] =>
  async ({ db, email, actor }) => {
    await deed(db, email, actor);
    return {};
  };

const reset = (what: Credential | "both"): Verb => ({
  needs: ["email"],
  takes: ["alone"],
  run: (call) => askFor({ ...call, wish: { what, role: null } }),
});

const VERBS: Record<string, Verb> = {
  list: { needs: [], looks: true, run: list },
  invite: {
    needs: ["email", "name", "role"],
    takes: ["alone"],
    run: (call) => askToInvite({ ...call, role: readRole(call.role) }),
  },
  disable: { needs: ["email"], run: ({ db, actor, email }) => disable(db, email, actor) },
  enable: { needs: ["email"], run: quiet(enable) },
  unlock: { needs: ["email"], run: ({ db, actor, email }) => unlock(db, email, actor) },
  "end-sessions": { needs: ["email"], run: ({ db, actor, email }) => endSessions(db, email, actor) },
  "reset-second-factor": reset("second-factor"),
  "reset-password": reset("password"),
  "reset-both": reset("both"),
  "set-role": {
    needs: ["email", "role"],
    takes: ["alone"],
    run: (call) => askFor({ ...call, wish: { what: "role", role: readRole(call.role) } }),
  },
  withdraw: {
    needs: ["email"],
    run: quiet((db, email, actor) => withdrawRequest(db, { email, asker: "owner", actor })),
  },
  reseal: { needs: [], run: resealAll },
};

await runCommand({ usage: USAGE, options: OPTIONS, words: true }, async ({ values, positionals }) => {
  const [verbName = "", ...more] = positionals;
  const verb = Object.hasOwn(VERBS, verbName) ? VERBS[verbName] : undefined;
  if (!verb || more.length > 0) throw usageError(`There is no command ${shown(positionals.join(" "))}.`);
  const { needs, takes = [] } = verb;
  for (const option of needs) if (!values[option]) throw usageError(`${verbName} needs --${option}.`);
  for (const option of Object.keys(OPTIONS) as Option[]) {
    if (values[option] === undefined) continue;
    if (![...needs, ...takes].some((known) => known === option)) throw usageError(`${verbName} takes no --${option}.`);
  }
  const { email = "", name = "", role = "", alone = false } = values;
  const actor = commandActor();
  const onDatabase = verb.looks ? withUnchangedDatabase : withDatabase;
  await onDatabase(async (db) => {
    const result = await verb.run({ db, actor, email, name, role, alone });
    if (result.ok === false) process.exitCode = 1;
    console.log(JSON.stringify({ ok: true, ...result }));
  });
});

async function list({ db }: Call) {
  const people = await listPeople(db);
  for (const person of people) printPerson(person);
  if (people.length === 0) console.error("Nobody yet: invite the first administrator.");
  return { people };
}

async function resealAll({ db, actor }: Call) {
  const result = await reseal(db, commandBox(), actor);
  const { resealed, present, lost } = result;
  console.error(`${resealed} sealed anew, ${present} were under the present key already.`);
  if (lost.length === 0) console.error("Nothing is left under another key: SEALING_KEY_OLD may go.");
  else console.error(`${lost.length} open with neither key: is SEALING_KEY_OLD the key before this one? Keep both.`);
  return { ok: lost.length === 0, ...result };
}

function readRole(text: string): Role {
  const role = ROLES.find((each) => each === text);
  if (role) return role;
  throw usageError(`${shown(text)} is not a role: use ${ROLES.join(", ")}.`);
}
