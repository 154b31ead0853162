/** The kind of database problem, for code that acts on it. The message is for people. */
export type DatabaseProblem =
  | "url" // not a PostgreSQL address
  | "unreachable" // no server answers there
  | "login" // wrong user, password, or no right to the database
  | "no-database"
  | "encryption" // TLS where there is none, none where it is demanded, or a certificate that nobody vouches for
  | "pooler" // a pooler answers, and the address does not say so, or its sessions lack settings
  | "version" // server too old, or data of another major version
  | "schema-newer"
  | "schema-older" // without what this code reads; whoever writes brings it up to date first
  | "schema-foreign" // migrations applied that this code does not know, or knows differently
  | "session-lost" // the server ended the session of a transaction, and nothing was written
  | "commit-unknown" // it did so during the commit, which may have been written
  | "locked" // locked by another process for too long
  | "data-directory"
  | "server-user"
  | "binaries"
  | "port"
  | "start";

/** An error whose message says what was wrong and what would be right. */
export class DatabaseError extends Error {
  override readonly name = "DatabaseError";
  constructor(
    readonly problem: DatabaseProblem,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The text of anything thrown. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The code (SQLSTATE, or Node's such as ECONNREFUSED) of an error or of its cause, if there is one. */
export function errorCode(error: unknown): string | undefined {
  for (let current = error, depth = 0; current instanceof Error && depth < 8; current = current.cause, depth++) {
    if ("code" in current && typeof current.code === "string") return current.code;
  }
  return undefined;
}

/** Problems of an address, a login or a version, which are somebody's to mend; and sessions that ended. */
const AWAY: readonly DatabaseProblem[] = [
  "unreachable",
  "login",
  "no-database",
  "encryption",
  "pooler",
  "session-lost",
];

/**
 * Whether the database was not there for a call: no server, no connection, or one that ended. Codes: Node's, the
 * driver's, and PostgreSQL's classes 08 (connection), 53 (resources) and 57P (it stops).
 */
export function isDatabaseAway(error: unknown): boolean {
  for (let current = error, depth = 0; current instanceof Error && depth < 8; current = current.cause, depth++)
    if (current instanceof DatabaseError) return AWAY.includes(current.problem);
  const isWord = /^(ECONN\w+|EPIPE|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|CONNECTION_\w+|CONNECT_TIMEOUT)$/;
  return isWord.test(errorCode(error) ?? "") || /^(08|53|57P)/.test(errorCode(error) ?? "");
}

/**
 * Whether a database that answers keeps nothing any more: it takes no writes, as a standby (25006), or has trouble with
 * its files (class 58) or its data (XX).
 */
export function keepsNothing(error: unknown): boolean {
  return /^(25006|58|XX)/.test(errorCode(error) ?? "");
}

/** The name of the violated constraint, if the error is about one. */
export function violatedConstraint(error: unknown): string | undefined {
  for (let current = error, depth = 0; current instanceof Error && depth < 8; current = current.cause, depth++) {
    if ("constraint_name" in current && typeof current.constraint_name === "string") {
      return current.constraint_name;
    }
  }
  return undefined;
}
