import { DatabaseError, type DatabaseProblem, errorCode, reasonOf } from "./errors";
import { describeDatabaseUrl, parseDatabaseUrl } from "./url";

type Explanation = readonly [problem: DatabaseProblem, words: string];

/** Why a connection failed, and what to do. Codes: PostgreSQL's appendix A, and Node's. */
export function explainConnectionError(error: unknown, url: string): DatabaseError {
  if (error instanceof DatabaseError) return error;
  const [problem, words] = explanation(error, url);
  return new DatabaseError(problem, words, { cause: error });
}

function explanation(error: unknown, url: string): Explanation {
  const where = describeDatabaseUrl(url);
  const user = decodeURIComponent(parseDatabaseUrl(url).username) || "(none)";
  // What a library says is read, and never told.
  const said = reasonOf(rootOf(error));
  const code = errorCode(error) ?? "";
  const special = ofPooler(said, where) ?? ofEncryption(code, said, where);
  if (special) return special;
  switch (code) {
    case "28P01":
      return [
        "login",
        `The database server at ${where} refuses user "${user}" or the password. ` +
          "Check both in DATABASE_URL (special characters percent-encoded).",
      ];
    case "28000":
      return [
        "login",
        `The database server at ${where} does not let user "${user}" log in from here. Check the user in DATABASE_URL, ` +
          "and that the server's pg_hba.conf has a line for user, database and this machine.",
      ];
    case "42501":
      return ["login", `User "${user}" has no right to the database at ${where}. Its owner grants it.`];
    case "3D000":
      return [
        "no-database",
        `The server at ${where} has no such database. Create it (createdb), or correct DATABASE_URL.`,
      ];
    case "53300":
      return [
        "unreachable",
        `The database server at ${where} takes no more connections. Raise its max_connections, ` +
          "or end what holds them: each process of ours opens ten at most.",
      ];
  }
  const silence = SILENCE[code];
  if (silence === undefined) {
    const which = code === "" ? "and it does not say why" : `for the reason ${code}`;
    return ["unreachable", `The database at ${where} cannot be used, ${which}. Its own log may say more.`];
  }
  return [
    "unreachable",
    `No database server answers at ${where}: ${silence}. Start it, or correct host and port in DATABASE_URL, ` +
      "or leave DATABASE_URL empty to use the embedded server.",
  ];
}

/** Node's codes, and the driver's. */
const SILENCE: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there",
  ECONNRESET: "the connection was ended before an answer",
  CONNECTION_CLOSED: "the connection was ended before an answer",
  CONNECTION_ENDED: "the connection was ended before an answer",
  ENOTFOUND: "there is no host of this name",
  EAI_AGAIN: "the name of the host could not be looked up",
  ETIMEDOUT: "no answer came in time",
  CONNECT_TIMEOUT: "no answer came in time",
  EHOSTUNREACH: "there is no way to this host",
  ENETUNREACH: "there is no way to this network",
};

/** PgBouncer's words for settings that are given when a connection is opened; its code, 08P01, has many meanings. */
function ofPooler(said: string, where: string): Explanation | null {
  if (!/startup parameter/i.test(said)) return null;
  return [
    "pooler",
    `What is at ${where} answers as a pooler, which takes no settings. Add ?pooler=true to DATABASE_URL (&pooler=true after another ` +
      'parameter), or name the database server itself. OPERATIONS.md, "The database\'s address".',
  ];
}

function ofEncryption(code: string, said: string, where: string): Explanation | null {
  if (/no encryption|SSL (off|required)/i.test(said))
    return ["encryption", `The database server at ${where} wants TLS. Add sslmode=require to DATABASE_URL.`];
  if (/^(ERR_SSL_|EPROTO$)/.test(code) || /before secure TLS connection/.test(said))
    return [
      "encryption",
      `The server at ${where} did not begin TLS, which sslmode in DATABASE_URL asks for. Turn it on there ` +
        "(ssl = on), or, if nobody can listen on the way, write sslmode=disable.",
    ];
  if (!/CERT|ISSUER|SIGNATURE/.test(code)) return null;
  return [
    "encryption",
    `The certificate of the database server at ${where} is not vouched for (${code}). Name its authority's ` +
      "certificate: sslmode=verify-full&sslrootcert=FILE, with the server's name as it stands in the certificate.",
  ];
}

function rootOf(error: unknown): unknown {
  let current = error;
  for (let depth = 0; current instanceof Error && current.cause instanceof Error && depth < 8; depth += 1)
    current = current.cause;
  return current;
}
