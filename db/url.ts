import { DatabaseError, errorCode, reasonOf } from "./errors";

export const OLDEST_SERVER_MAJOR = 15;

const EXAMPLE = "postgres://user:password@host:5432/database";

/** Checks that `url` is a PostgreSQL address with a database name. Never repeats the password. */
export function parseDatabaseUrl(url: string): URL {
  if (!URL.canParse(url)) {
    throw new DatabaseError("url", `DATABASE_URL is not an address. It should look like ${EXAMPLE}.`);
  }
  const parsed = new URL(url);
  if (parsed.protocol !== "postgres:" && parsed.protocol !== "postgresql:") {
    throw new DatabaseError(
      "url",
      `DATABASE_URL begins with "${parsed.protocol}//", not postgres://, as in ${EXAMPLE}.`,
    );
  }
  if (!parsed.hostname) throw new DatabaseError("url", `DATABASE_URL names no server: ${EXAMPLE}.`);
  if (parsed.pathname.length < 2) {
    throw new DatabaseError("url", `DATABASE_URL names no database after the server: ${EXAMPLE}.`);
  }
  return parsed;
}

/** The address without user and password, safe to show. */
export function describeDatabaseUrl(url: string): string {
  const { hostname, port, pathname } = parseDatabaseUrl(url);
  return `${hostname}:${port || "5432"}${pathname}`;
}

/** The same server, another database. */
export function withDatabaseName(url: string, database: string): string {
  const changed = parseDatabaseUrl(url);
  changed.pathname = `/${encodeURIComponent(database)}`;
  return changed.href;
}

/** Why a connection failed. Codes: PostgreSQL's appendix A, and Node's. */
export function explainConnectionError(error: unknown, url: string): DatabaseError {
  if (error instanceof DatabaseError) return error;
  const where = describeDatabaseUrl(url);
  const user = decodeURIComponent(parseDatabaseUrl(url).username) || "(none)";
  const reason = reasonOf(error);
  switch (errorCode(error)) {
    case "28P01":
    case "28000":
      return new DatabaseError(
        "login",
        `The database server at ${where} refuses user "${user}": ${reason}. ` +
          "Check the user and the password in DATABASE_URL (special characters percent-encoded).",
        { cause: error },
      );
    case "42501":
      return new DatabaseError("login", `User "${user}" has no right to the database at ${where}: ${reason}.`, {
        cause: error,
      });
    case "3D000":
      return new DatabaseError(
        "no-database",
        `The server at ${where} has no such database. Create it (createdb), or correct DATABASE_URL.`,
        { cause: error },
      );
    case "ECONNREFUSED":
    case "ENOTFOUND":
    case "EAI_AGAIN":
    case "ETIMEDOUT":
    case "EHOSTUNREACH":
    case "CONNECT_TIMEOUT":
      return new DatabaseError(
        "unreachable",
        `No database server answers at ${where}: ${reason}. Start it, or correct host and port in DATABASE_URL, ` +
          "or leave DATABASE_URL empty to use the embedded server.",
        { cause: error },
      );
    default:
      return new DatabaseError("unreachable", `The database at ${where} cannot be used: ${reason}.`, {
        cause: error,
      });
  }
}
