import { userInfo } from "node:os";
import { parseArgs } from "node:util";
import type { Database } from "@/db/client";
import { ROLES, type Role } from "@/server/domain/people/roles";
import type { Actor } from "@/server/services/audit/append-audit";
import { disable } from "@/server/services/people/disable";
import { enable } from "@/server/services/people/enable";
import { endSessions } from "@/server/services/people/end-sessions";
import { invite } from "@/server/services/people/invite";
import { listPeople } from "@/server/services/people/list-people";
import { unlock } from "@/server/services/people/unlock";
import { runCommand, usageError } from "./command";
import { printPerson, publicAddress, showLink } from "./people/print";
import { withDatabase } from "./with-database";

const USAGE = `npm run people -- list                                      everybody, with role, state and what they wait for
npm run people -- invite --email E --name N --role ROLE     a link by which the person sets password and second factor
npm run people -- disable --email E                         nothing of this person counts any more; sessions end
npm run people -- enable --email E                          may sign in again
npm run people -- unlock --email E                          wrong passwords and codes so far are forgotten
npm run people -- end-sessions --email E                    signs the person out everywhere

ROLE is viewer, operator, approver or admin. Whoever can run this and reach DATABASE_URL may do it: the audit log names
the operating system's user. invite makes the first administrator of a new installation, too; the link has the address
NEXTAUTH_URL, is good once and for 48 hours, and a newer one ends it. OPERATIONS.md, "People".`;

const OPTIONS = {
  email: { type: "string" },
  name: { type: "string" },
  role: { type: "string" },
} as const;

type Call = {
  readonly db: Database;
  readonly actor: Actor;
  readonly email: string;
  readonly name: string;
  readonly role: string;
};
type Verb = {
  readonly needs: readonly (keyof typeof OPTIONS)[];
  readonly run: (call: Call) => Promise<Record<string, unknown>>;
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
  enable: {
    needs: ["email"],
    run: async ({ db, actor, email }) => {
      await enable(db, email, actor);
      return {};
    },
  },
  unlock: { needs: ["email"], run: ({ db, actor, email }) => unlock(db, email, actor) },
  "end-sessions": { needs: ["email"], run: ({ db, actor, email }) => endSessions(db, email, actor) },
};

await runCommand(USAGE, async () => {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: OPTIONS });
  const [name = "", ...more] = positionals;
  const verb = Object.hasOwn(VERBS, name) ? VERBS[name] : undefined;
  if (!verb || more.length > 0) throw usageError(`Unknown command "${positionals.join(" ")}".`);
  for (const option of verb.needs) if (!values[option]) throw usageError(`${name} needs --${option}.`);
  for (const option of Object.keys(values)) {
    if (!verb.needs.some((needed) => needed === option)) throw usageError(`${name} takes no --${option}.`);
  }
  const { email = "", name: called = "", role = "" } = values;
  const actor = `cli:${userInfo().username}` as const;
  await withDatabase(async (db) => {
    const result = await verb.run({ db, actor, email, name: called, role });
    console.log(JSON.stringify({ ok: true, ...result }));
  });
});

async function list({ db }: Call) {
  const people = await listPeople(db);
  for (const person of people) printPerson(person);
  if (people.length === 0) console.error("Nobody yet: invite the first administrator.");
  return { people };
}

function readRole(text: string): Role {
  const role = ROLES.find((each) => each === text);
  if (role) return role;
  throw usageError(`"${text}" is not a role: use ${ROLES.join(", ")}.`);
}
