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
  const reason = reasonOf(rootOf(error)).replace(/\.$/, "");
  const code = errorCode(error) ?? "";
  const special = ofPooler(reason, where) ?? ofEncryption(code, reason, where);
  if (special) return special;
  switch (code) {
    case "28P01":
    case "28000":
      return [
        "login",
        `The database server at ${where} refuses user "${user}": ${reason}. ` +
          "Check the user and the password in DATABASE_URL (special characters percent-encoded).",
      ];
    case "42501":
      return ["login", `User "${user}" has no right to the database at ${where}: ${reason}.`];
    case "3D000":
      return [
        "no-database",
        `The server at ${where} has no such database. Create it (createdb), or correct DATABASE_URL.`,
      ];
    case "53300":
      return [
        "unreachable",
        `The database server at ${where} takes no more connections: ${reason}. Raise its max_connections, ` +
          "or end what holds them: each process of ours opens ten at most.",
      ];
    case "ECONNREFUSED":
    case "ENOTFOUND":
    case "EAI_AGAIN":
    case "ETIMEDOUT":
    case "EHOSTUNREACH":
    case "CONNECT_TIMEOUT":
      return [
        "unreachable",
        `No database server answers at ${where}: ${reason}. Start it, or correct host and port in DATABASE_URL, ` +
          "or leave DATABASE_URL empty to use the embedded server.",
      ];
    default:
      return ["unreachable", `The database at ${where} cannot be used: ${reason}.`];
  }
}

/** PgBouncer's words for settings that are given when a connection is opened; its code, 08P01, has many meanings. */
function ofPooler(reason: string, where: string): Explanation | null {
  if (!/startup parameter/i.test(reason)) return null;
  return [
    "pooler",
    `What is at ${where} answers as a pooler (${reason}). Add ?pooler=true to DATABASE_URL (&pooler=true after another ` +
      'parameter), or name the database server itself. OPERATIONS.md, "The database\'s address".',
  ];
}

function ofEncryption(code: string, reason: string, where: string): Explanation | null {
  if (/no encryption|SSL (off|required)/i.test(reason))
    return ["encryption", `The database server at ${where} wants TLS. Add sslmode=require to DATABASE_URL: ${reason}.`];
  if (/^(ERR_SSL_|EPROTO$)/.test(code) || /before secure TLS connection/.test(reason))
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
