import { makeClient } from "@/db/client";
import { DatabaseError, errorCode } from "@/db/errors";
import { withDatabaseName } from "@/db/url";

/* The database of a rescan: on the same server, beside the live one, named after it. */

const ENDING = "_rescan";
/** PostgreSQL cuts longer names without a word. */
const MOST_NAME = 63;
/** PostgreSQL's codes. */
const [NOT_ALLOWED, IN_USE] = ["42501", "55006"];

export type DatabaseBeside = { readonly name: string; readonly url: string };

export function databaseBeside(liveUrl: string): DatabaseBeside {
  const name = `${decodeURIComponent(new URL(liveUrl).pathname.slice(1))}${ENDING}`;
  if (Buffer.byteLength(name) > MOST_NAME) {
    throw new DatabaseError("url", `The name ${name} would be too long for a database: a rescan cannot be made.`);
  }
  return { name, url: withDatabaseName(liveUrl, name) };
}

/** How a rescan's database is told from any other of that name. */
const MARK = "daily-prize-oracle rescan";

/**
 * False if it is there already, as after a rescan that was interrupted: that one goes on. Throws DatabaseError if a
 * database of that name is no rescan's, or none may be created.
 */
export async function createBeside(liveUrl: string, { name }: DatabaseBeside): Promise<boolean> {
  return onLive(liveUrl, async (client) => {
    if (await isThere(client, name)) return false;
    await client`create database ${client(name)}`.catch((error: unknown) => {
      if (errorCode(error) !== NOT_ALLOWED) throw error;
      const text =
        "The database's user may not create databases, and a rescan needs one of its own. Let it, by: alter role NAME createdb";
      throw new DatabaseError("login", text, { cause: error });
    });
    // A statement of this kind takes no parameters.
    await client.unsafe(`comment on database "${name.replaceAll('"', '""')}" is '${MARK}'`);
    return true;
  });
}

/** False if somebody else is connected to it: another rescan, or somebody who looks. Throws as `createBeside`. */
export async function dropBeside(liveUrl: string, { name }: DatabaseBeside): Promise<boolean> {
  return onLive(liveUrl, async (client) => {
    if (!(await isThere(client, name))) return true;
    try {
      await client`drop database ${client(name)}`;
      return true;
    } catch (error) {
      if (errorCode(error) === IN_USE) return false;
      throw error;
    }
  });
}

type Client = ReturnType<typeof makeClient>;

/** Whether a rescan's database is there. */
async function isThere(client: Client, name: string): Promise<boolean> {
  const [found] = await client<{ mark: string | null }[]>`
    select shobj_description(oid, 'pg_database') as mark from pg_database where datname = ${name}`;
  if (found === undefined) return false;
  if (found.mark === MARK) return true;
  const text =
    `The database ${name} has not the mark of a rescan, so it was left as it is. Rename it, or drop it if nobody needs ` +
    "it: one that was stopped in its first moment has no mark, and nothing in it.";
  throw new DatabaseError("schema-foreign", text);
}

async function onLive<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = makeClient(url, { max: 1, statementTimeoutMs: 0 });
  try {
    return await work(client);
  } finally {
    await client.end({ timeout: 5 });
  }
}
