import type { Database } from "@/db/client";
import { ROLES, type Role } from "@/server/domain/people/roles";
import { shown } from "@/server/domain/shown";
import type { Actor } from "@/server/services/audit/append-audit";
import { disable } from "@/server/services/people/disable";
import { enable } from "@/server/services/people/enable";
import { endSessions } from "@/server/services/people/end-sessions";
import { invite } from "@/server/services/people/invite";
import { listPeople } from "@/server/services/people/list-people";
import { reseal } from "@/server/services/people/reseal";
import { unlock } from "@/server/services/people/unlock";
import { withdrawRequest } from "@/server/services/people/withdraw-request";
import { commandActor } from "./actor";
import { runCommand, usageError } from "./command";
import { ask } from "./people/ask";
import { printPerson, publicAddress, showLink } from "./people/print";
import { commandBox } from "./sign-in-person";
import { withDatabase } from "./with-database";

const USAGE = `npm run people -- list                                      everybody, with role, state and what they wait for
npm run people -- invite --email E --name N --role ROLE     a link by which the person sets password and second factor
npm run people -- disable --email E                         nothing of this person counts any more; sessions end
npm run people -- enable --email E                          may sign in again
npm run people -- unlock --email E                          wrong passwords and codes so far are forgotten
npm run people -- end-sessions --email E                    signs the person out everywhere
npm run people -- reset-second-factor --email E [--alone]   the old one ends, and a link sets a new one
npm run people -- reset-password --email E [--alone]        the old one ends, and a link sets a new one
npm run people -- set-role --email E --role ROLE [--alone]  another role
npm run people -- withdraw --email E                        takes back what was asked for, and a link
npm run people -- reseal                                    stored second factors under the new SEALING_KEY

ROLE is viewer, operator, approver or admin. Whoever can run this and reach DATABASE_URL may do the rest: the audit log
names the operating system's user. reset-second-factor, reset-password and a higher role take two administrators: each
runs the same command, and signs in as in the console (SEALING_KEY must be that of the server). --alone is for the
machine's owner where fewer than two other administrators can sign in: run it again after 24 hours. Links begin with
NEXTAUTH_URL, are good once and for 48 hours, and a newer one ends an older one. OPERATIONS.md, "People".`;

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
  readonly run: (call: Call) => Promise<Record<string, unknown>>;
};

/** A deed that answers nothing. */
const quiet =
  (deed: (db: Database, email: string, actor: Actor) => Promise<void>): Verb["run"] =>
  async ({ db, email, actor }) => {
    await deed(db, email, actor);
    return {};
  };

const VERBS: Record<string, Verb> = {
  list: { needs: [], run: list },
  invite: {
    needs: ["email", "name", "role"],
    run: async ({ db, actor, email, name, role }) => {
      const address = publicAddress();
      return showLink(address, await invite(db, { email, name, role: readRole(role) }, actor));
    },
  },
  disable: { needs: ["email"], run: ({ db, actor, email }) => disable(db, email, actor) },
  enable: { needs: ["email"], run: quiet(enable) },
  unlock: { needs: ["email"], run: ({ db, actor, email }) => unlock(db, email, actor) },
  "end-sessions": { needs: ["email"], run: ({ db, actor, email }) => endSessions(db, email, actor) },
  "reset-second-factor": {
    needs: ["email"],
    takes: ["alone"],
    run: (call) => ask({ ...call, wish: { what: "second-factor", role: null } }),
  },
  "reset-password": {
    needs: ["email"],
    takes: ["alone"],
    run: (call) => ask({ ...call, wish: { what: "password", role: null } }),
  },
  "set-role": {
    needs: ["email", "role"],
    takes: ["alone"],
    run: (call) => ask({ ...call, wish: { what: "role", role: readRole(call.role) } }),
  },
  withdraw: { needs: ["email"], run: quiet(withdrawRequest) },
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
  await withDatabase(async (db) => {
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
