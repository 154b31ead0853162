import { DatabaseError } from "./errors";
import { readUrlParameters } from "./url-parameters";

export const OLDEST_SERVER_MAJOR = 15;

const EXAMPLE = "postgres://user:password@host:5432/database";
const ESCAPES = 'In user and password, "%", "/", "?", "#", "[" and "]" are written as %25, %2F, %3F, %23, %5B and %5D';

/** Checks that `url` is a PostgreSQL address with a database name, and its parts. Never repeats the password. */
export function parseDatabaseUrl(url: string): URL {
  if (!URL.canParse(url)) throw wrong(`is not an address. It should look like ${EXAMPLE}. ${ESCAPES}`);
  const parsed = new URL(url);
  if (parsed.protocol !== "postgres:" && parsed.protocol !== "postgresql:")
    throw wrong(`begins with "${parsed.protocol}//", not postgres://, as in ${EXAMPLE}`);
  if (/%(?![0-9a-f]{2})/i.test(url)) throw wrong(`has a "%" that is no escape. ${ESCAPES}`);
  if (url.includes("#")) throw wrong(`has a "#". ${ESCAPES}`);
  if (!parsed.hostname) throw wrong(`names no server: ${EXAMPLE}`);
  if (parsed.hostname.includes("%"))
    throw wrong(
      `names a folder, as of a socket, instead of a server. Write its address, such as 127.0.0.1: ${EXAMPLE}`,
    );
  if (parsed.hostname.includes(",")) throw wrong(`names several servers. Name the one that takes writes: ${EXAMPLE}`);
  if (parsed.pathname.length < 2) throw wrong(`names no database after the server: ${EXAMPLE}`);
  for (const part of [parsed.username, parsed.password, parsed.hostname, parsed.pathname])
    if (!isDecodable(part)) throw wrong("has escapes with % that are no UTF-8. Escape the bytes of UTF-8");
  if (parsed.pathname.slice(1).includes("/")) throw wrong(`has a "/" in the database's name: ${EXAMPLE}. ${ESCAPES}`);
  readUrlParameters(parsed.searchParams);
  return parsed;
}

const wrong = (words: string) => new DatabaseError("url", `DATABASE_URL ${words}.`);

/** Whether its escapes are text, and none of it a NUL byte, which PostgreSQL takes for the end. */
function isDecodable(part: string): boolean {
  try {
    return !decodeURIComponent(part).includes("\0");
  } catch {
    return false;
  }
}

/** The address without user and password, safe to show. */
export function describeDatabaseUrl(url: string): string {
  const { hostname, port, pathname } = parseDatabaseUrl(url);
  return `${hostname}:${port || "5432"}${pathname}`;
}

/** For the driver, which is given the parameters as options: it takes those it does not know for settings. */
export function withoutParameters(url: string): string {
  const changed = parseDatabaseUrl(url);
  changed.search = "";
  return changed.href;
}

/** The same server, another database. */
export function withDatabaseName(url: string, database: string): string {
  const changed = parseDatabaseUrl(url);
  changed.pathname = `/${encodeURIComponent(database)}`;
  return changed.href;
}
