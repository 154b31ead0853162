import { DatabaseError } from "./errors";

/** What may follow the "?" of DATABASE_URL, read. */
export interface UrlParameters {
  /** How the connection is encrypted. Without it, it is not. */
  readonly sslmode: (typeof SSL_MODES)[number];
  /** A file with the authority's certificate, for verify-full. */
  readonly sslrootcert: string | null;
  /** A pooler such as PgBouncer answers there: it takes no settings when a connection is opened. */
  readonly pooler: boolean;
  readonly connectTimeoutS: number;
  readonly applicationName: string | null;
}

const SSL_MODES = ["disable", "prefer", "require", "verify-full"] as const;
const KNOWN = ["sslmode", "sslrootcert", "pooler", "connect_timeout", "application_name"];

/** What other programs put there, and what to write instead. */
const OTHERS: Readonly<Record<string, string>> = {
  schema: "is Prisma's. Remove it: the product uses the schema public",
  pgbouncer: "is Prisma's. Write pooler=true if a pooler answers there, or remove it",
  connection_limit: "is Prisma's. Remove it: each process opens ten connections at most",
  pool_timeout: "is Prisma's. Remove it",
  channel_binding: "is psql's. Remove it: sslmode=require, or verify-full, is what protects the connection here",
  ssl: "is another driver's. Write sslmode=require, or sslmode=verify-full",
  sslcert: "asks for a client's certificate, which is not supported. Log in by a password",
  sslkey: "asks for a client's certificate, which is not supported. Log in by a password",
  host: "is psql's. Write the server before the database: postgres://user:password@host:5432/database",
  options: "gives settings to the server, which are the product's own. Remove it",
  target_session_attrs: "chooses among several servers, which is not supported. Name the one that takes writes",
};

/** Reads what follows the "?". Throws DatabaseError `url`, which names the parameter and never another part. */
export function readUrlParameters(parameters: URLSearchParams): UrlParameters {
  for (const name of parameters.keys()) refuseUnknown(name, parameters.getAll(name).length);
  const sslmode = oneOf("sslmode", parameters.get("sslmode") ?? "disable", SSL_MODES);
  const sslrootcert = parameters.get("sslrootcert");
  if (sslrootcert !== null && sslmode !== "verify-full")
    throw wrong("sslrootcert is read only with sslmode=verify-full: write both");
  const seconds = parameters.get("connect_timeout") ?? "15";
  if (!/^[1-9]\d?$/.test(seconds)) throw wrong("connect_timeout must be a number of seconds from 1 to 99");
  return {
    sslmode,
    sslrootcert: sslrootcert === "system" ? null : sslrootcert,
    pooler: oneOf("pooler", parameters.get("pooler") ?? "false", ["true", "false"] as const) === "true",
    connectTimeoutS: Number(seconds),
    applicationName: parameters.get("application_name"),
  };
}

function refuseUnknown(name: string, count: number): void {
  if (count > 1) throw wrong("one of its parameters is there twice. Leave one");
  if (KNOWN.includes(name)) return;
  if (OTHERS[name]) throw wrong(`the parameter "${name}" ${OTHERS[name]}`);
  // What stands after a raw "?" of a password must not be shown.
  const which = /^[a-z_.]{1,40}$/i.test(name) ? `the parameter "${name}"` : "a parameter";
  throw wrong(`${which} is not known. Remove it: those that are known are ${KNOWN.join(", ")}`);
}

function oneOf<const T extends string>(name: string, value: string, words: readonly T[]): T {
  const word = words.find((known) => known === value);
  if (word === undefined) throw wrong(`${name} must be ${words.slice(0, -1).join(", ")} or ${words.at(-1)}`);
  return word;
}

const wrong = (words: string) => new DatabaseError("url", `DATABASE_URL is wrong after its "?": ${words}.`);
