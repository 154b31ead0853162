import { shown } from "@/server/domain/shown";
import { measureResponse } from "@/server/services/incidents/measure-response";
import { readIncident } from "@/server/services/incidents/read-incident";
import { readIncidents } from "@/server/services/incidents/read-incidents";
import { runCommand, usageError } from "./command";
import { DEEDS, type Given } from "./incidents/deeds";
import { printIncident, printLine, printResponse } from "./incidents/print";
import { asPerson, SIGN_IN_USAGE } from "./sign-in-person";
import { withDatabase } from "./with-database";

const USAGE = `npm run incidents [-- list]                            what is open, the newest that are over, and how fast people were
npm run incidents -- show N                            all about one: what to do first, and its timeline
npm run incidents -- acknowledge N --why TEXT          you say what you are going to do: nobody else is paged
npm run incidents -- note N --text TEXT [--public]     written on its timeline; --public: on the status page too
npm run incidents -- state N STATE --text TEXT [--public]
                                                       STATE: investigating, identified or monitoring
npm run incidents -- resolve N --text TEXT [--public]  it is over; refused while rules still find it
npm run incidents -- post-mortem N --file FILE         what was learned
npm run incidents -- publish N --public-text TEXT      what the status page says of it
npm run incidents -- unpublish N                       the status page says nothing of it, as of a false alarm
npm run incidents -- open --title TEXT --text TEXT [--priority 1|2|3|4] [--public-text TEXT] [--security]
                                                       what no rule saw; --security: somebody got in, or funds are lost

The same as in the console, under Incidents. Texts have at least ten characters, and everybody in the console reads
them. Works on DATABASE_URL or the embedded database. ${SIGN_IN_USAGE}`;

const TEXT = { type: "string" } as const;
const FLAG = { type: "boolean" } as const;
const OPTIONS = {
  why: TEXT,
  text: TEXT,
  file: TEXT,
  title: TEXT,
  priority: TEXT,
  "public-text": TEXT,
  public: FLAG,
  security: FLAG,
};

const LISTED = 20;

await runCommand({ usage: USAGE, options: OPTIONS, words: true }, async ({ values, positionals }) => {
  const [verb = "list", ...words] = positionals;
  const deed = Object.hasOwn(DEEDS, verb) ? DEEDS[verb] : undefined;
  const isKnown = deed !== undefined || verb === "list" || verb === "show";
  const takes = deed?.words ?? (verb === "show" ? 1 : 0);
  if (!isKnown || words.length > takes) throw usageError(`There is no command ${shown(positionals.join(" "))}.`);
  const id = takes === 0 ? 0 : readNumber(words[0] ?? "");
  // Before anybody is asked for a password.
  const act = await deed?.read({ id, word: words[1] ?? "", ...values } satisfies Given);
  await withDatabase(async (db) => {
    if (verb === "list") {
      const { open, over } = await readIncidents(db, { below: null, limit: LISTED });
      for (const incident of [...open, ...over]) printLine(incident);
      const response = await measureResponse(db, Date.now());
      printResponse(response);
      console.log(JSON.stringify({ ok: true, open, over, response }));
      return;
    }
    const answered = act
      ? await asPerson(db, `incidents ${verb}`, ({ userId }) => act(db, { userId, nowMs: Date.now() }))
      : id;
    const details = await readIncident(db, answered);
    printIncident(details);
    console.log(JSON.stringify({ ok: true, ...details }));
  });
});

function readNumber(word: string): number {
  const id = /^\d{1,10}$/.test(word) ? Number(word) : 0;
  if (id >= 1 && id < 2 ** 31) return id;
  throw usageError(`${shown(word)} is not the number of an incident; list prints them.`);
}
