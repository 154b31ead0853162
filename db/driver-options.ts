import { readFileSync } from "node:fs";
import type { AuditKey } from "../server/domain/audit/mac";
import { DatabaseError } from "./errors";
import { GREETING_FILLER, NAME_FILLER } from "./sessions";
import { parseDatabaseUrl } from "./url";
import { readUrlParameters, type UrlParameters } from "./url-parameters";

export interface ConnectOptions {
  /** The most connections; default 10. */
  readonly max?: number;
  /**
   * Only listens whether the server answers: connects again at once, and asks nothing by itself, since the driver ends
   * the process if it is interrupted in that.
   */
  readonly isPulse?: boolean;
  /** The name in `pg_stat_activity`. */
  readonly applicationName?: string;
  /** A session that nobody uses for so long is closed; without it, it stays. */
  readonly idleSeconds?: number;
  /** A statement that takes longer is cancelled; default 30 s, 0 for no limit. */
  readonly statementTimeoutMs?: number;
  /** A session whose transaction waits longer than this for its next statement is ended; default 60 s. */
  readonly idleInTransactionMs?: number;
  /** What the audit log is written (the first) and verified with. Without one, nothing that is audited can be done. */
  readonly auditKeys?: readonly AuditKey[];
  /** The tables of a rescan (beside.ts) instead of the live ones; not through a pooler. */
  readonly isBeside?: boolean;
}

/** The schema with the tables of a rescan. */
export const BESIDE = "rescan";

/** What each session has, and what must be set for the user where a pooler hands out sessions of its own. */
export const SESSION_SETTINGS = {
  TimeZone: "UTC",
  statement_timeout: 30_000,
  // A transaction that a stuck process leaves open must not hold its locks for ever.
  idle_in_transaction_session_timeout: 60_000,
} as const;

/** What postgres.js is given for `url`. */
export function driverOptions(url: string, options: ConnectOptions) {
  const parsed = parseDatabaseUrl(url);
  const parameters = readUrlParameters(parsed.searchParams);
  const applicationName = parameters.applicationName ?? options.applicationName ?? "daily-prize-oracle";
  return {
    // The driver takes the name from the address without decoding percent signs.
    database: decodeURIComponent(parsed.pathname.slice(1)),
    ssl: encryption(parameters, parsed.hostname),
    connect_timeout: parameters.connectTimeoutS,
    ...(options.idleSeconds === undefined ? {} : { idle_timeout: options.idleSeconds }),
    ...(options.isPulse ? { fetch_types: false, backoff: () => 0 } : {}),
    // A pooler may give each transaction another session, which knows nothing of what another one has prepared.
    prepare: !parameters.pooler,
    connection: parameters.pooler
      ? { application_name: `${applicationName}${NAME_FILLER}` }
      : {
          ...GREETING_FILLER,
          ...SESSION_SETTINGS,
          application_name: applicationName,
          // Nothing but that: a statement finds its table there, or fails.
          ...(options.isBeside ? { search_path: BESIDE } : {}),
          statement_timeout: options.statementTimeoutMs ?? SESSION_SETTINGS.statement_timeout,
          idle_in_transaction_session_timeout:
            options.idleInTransactionMs ?? SESSION_SETTINGS.idle_in_transaction_session_timeout,
        },
  };
}

function encryption({ sslmode, sslrootcert }: UrlParameters, host: string) {
  if (sslmode === "disable") return false;
  if (sslmode !== "verify-full") return sslmode;
  // The driver names no host for addresses in numbers, and Node would then compare the certificate with "localhost".
  // Without the brackets that IPv6 has in an address of the web.
  const name = host.replace(/^\[(.*)\]$/, "$1");
  return {
    rejectUnauthorized: true,
    host: name,
    ...(sslrootcert === null ? {} : { ca: readCertificate(sslrootcert) }),
  };
}

function readCertificate(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new DatabaseError("url", `The file that sslrootcert of DATABASE_URL names cannot be read: ${file}.`, {
      cause,
    });
  }
}
