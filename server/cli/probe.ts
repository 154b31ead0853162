import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "@/db/client";
import { isGoodVisit, type Visit } from "@/server/domain/metrics/visit";
import { shown } from "@/server/domain/shown";
import { storeVisit } from "@/server/services/metrics/probe/store-visit";
import { visit } from "@/server/services/metrics/probe/visit";
import { inWords, runCommand, usageError } from "./command";
import { withUnchangedDatabase } from "./with-database";

const USAGE = `npm run probe -- --url URL [--once | --every SECONDS]

Visits the site as a visitor does: two pages, its health, and the API. What fails is asked again after 10 s. An answer
counts only if it is what belongs there and of now: a site that shows the past is down. Needs no database and no keys,
so that it can run on another machine, where it sees what visitors see.

  --url URL        the site's public address
  --once           one visit (the default)
  --every SECONDS  a visit every so many seconds, at least 10, until it is stopped

Where DATABASE_URL is set, the visits are kept there under this machine's name: rules and uptime go by them.
Each line on stdout is one JSON object: ok, instance, atMs and doors.
Exit code: 0 where every visit was good, 1 where one was not.`;

const OPTIONS = {
  url: { type: "string" },
  once: { type: "boolean", default: false },
  every: { type: "string" },
} as const;

const LEAST_SECONDS = 10;

await runCommand({ usage: USAGE, options: OPTIONS }, async ({ values }) => {
  const site = readSite(values.url);
  const seconds = readSeconds(values.every);
  if (values.once && seconds !== null) throw usageError("Say either --once or --every.");
  const run = (db: Database | null) => probe(site, seconds, db);
  const allGood = process.env.DATABASE_URL ? await withUnchangedDatabase(run) : await run(null);
  process.exitCode = allGood ? 0 : 1;
});

/** Until it has visited once, or is stopped. A signal ends it after the visit that is under way. */
async function probe(site: URL, seconds: number | null, db: Database | null): Promise<boolean> {
  const stopped = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stopped.abort());
  let allGood = true;
  do {
    const atMs = Date.now();
    const seen = await visit({ site, instance: hostname() }, atMs);
    const isGood = isGoodVisit(seen);
    allGood &&= isGood;
    console.log(JSON.stringify({ ok: isGood, ...seen }));
    if (db) await keep(db, seen);
    if (seconds === null) break;
    await sleep(Math.max(0, atMs + seconds * 1_000 - Date.now()), undefined, { signal: stopped.signal }).catch(
      () => undefined,
    );
  } while (!stopped.signal.aborted);
  return allGood;
}

/** A database that is away is no reason to stop looking. */
async function keep(db: Database, seen: Visit): Promise<void> {
  await storeVisit(db, seen).catch((error: unknown) => {
    console.error(`This visit could not be kept. ${inWords(error)}`);
  });
}

function readSite(given: string | undefined): URL {
  if (given === undefined) throw usageError("--url is needed: the site's public address.");
  const url = URL.parse(given);
  if (url?.protocol === "http:" || url?.protocol === "https:") return new URL(url.origin);
  throw usageError(`--url must be an address that begins with https://, not ${shown(given)}.`);
}

function readSeconds(given: string | undefined): number | null {
  if (given === undefined) return null;
  const seconds = /^\d{1,5}$/.test(given) ? Number(given) : 0;
  if (seconds >= LEAST_SECONDS) return seconds;
  throw usageError(`--every must be a whole number of seconds of at least ${LEAST_SECONDS}, not ${shown(given)}.`);
}
