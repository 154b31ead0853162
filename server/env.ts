import { type BlockList, isIP } from "node:net";
import { z } from "zod";
import { DatabaseError } from "@/db/errors";
import { parseDatabaseUrl } from "@/db/url";
import { type AuditKey, makeAuditKey } from "./domain/audit/mac";
import { isMainnet } from "./domain/cardano/network";
import { readProxies } from "./doors/networks";
import { type Named, secret, twoAlike } from "./env/secret";
import { secretsOf } from "./env/secrets-of";
import { sourceVariables, wrongSources } from "./env/sources";
import { filePath, list, oneOf, type Read, text, variable, wholeNumber } from "./env/variable";
import { isLoopback, isPrivate, signerAddress, siteAddress, webAddress } from "./env/web-address";

/*
 * The only reader of process.env; .env.example explains every variable. The environment holds secrets and addresses;
 * rules and people are in the database, limits and keys on chain.
 */

const databaseUrl: Read<string> = (value, refuse) => {
  try {
    const { hostname, searchParams } = parseDatabaseUrl(value);
    const host = `http://${hostname}`;
    if (searchParams.has("sslmode") || (URL.canParse(host) && isPrivate(host))) return value;
    return refuse(
      'names a server outside of private networks and no sslmode, so that anybody on the way could read it: write "?" ' +
        "and sslmode=verify-full or sslmode=require after the database (&sslmode=... after another parameter). Where " +
        "the way is protected otherwise, write sslmode=disable",
    );
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    return refuse(error.message.replace(/^DATABASE_URL /, "").replace(/\.$/, ""));
  }
};

const magic = wholeNumber("the network's magic: 764824073 mainnet, 1 preprod, 2 preview", 0, 0xffffffff);

const ownAddress: Read<string> = (value, refuse) =>
  isIP(value) === 0 ? refuse("must be an IP address of this machine, such as 127.0.0.1, or 0.0.0.0 for all") : value;

/** Whoever is in one of these networks says who calls. A wider one would hold strangers. */
const WIDEST_PROXIES = { ipv4: 8, ipv6: 16 };

const proxies: Read<BlockList> = (value, refuse) => {
  const networks = list(text)(value, refuse);
  const isTooWide = networks.some((network) => {
    const [address = "", bits] = network.split("/");
    return bits !== undefined && Number(bits) < WIDEST_PROXIES[address.includes(":") ? "ipv6" : "ipv4"];
  });
  if (isTooWide) return refuse("must have no network as wide as that: name the proxies, or at least /8 (IPv6: /16)");
  return readProxies(networks) ?? refuse("must be addresses or networks, such as 10.0.0.0/8,2001:db8::1");
};

const schema = z.object({
  DATABASE_URL: variable(databaseUrl),
  ...sourceVariables,
  NETWORK_MAGIC: variable(magic),
  OPERATOR_KEY_FILE: variable(filePath).optional(),
  ORACLE_SIGNER_URL: variable(signerAddress("http://127.0.0.1:4100")).optional(),
  APPROVER_SIGNER_URLS: variable(list(signerAddress("http://127.0.0.1:4101"))).default([]),
  /** The secret of the oracle's signer; without one, of the only approver's. */
  SIGNER_SECRET: variable(secret).optional(),
  /** One for each of APPROVER_SIGNER_URLS, in their order. */
  APPROVER_SIGNER_SECRETS: variable(list(secret)).default([]),
  /** The file of the certificate of signers that are reached by https, or of whoever signed it. */
  SIGNER_CA: variable(filePath).optional(),
  JOB_SECRET: variable(secret),
  NEXTAUTH_URL: variable(siteAddress("https://prizes.example.org")),
  NEXTAUTH_SECRET: variable(secret),
  /** Seals the second factors that are stored. While it is rotated, SEALING_KEY_OLD opens what it sealed before. */
  SEALING_KEY: variable(secret),
  SEALING_KEY_OLD: variable(secret).optional(),
  /** Keys the audit log's rows, so that whoever can write to the database cannot write history. */
  AUDIT_KEY: variable(secret),
  /** Earlier ones, which the rows that they keyed are verified with. */
  AUDIT_KEYS_OLD: variable(list(secret)).default([]),
  REPORT_DIR: variable(filePath).default(".data/reports"),
  /** Where incidents and notifications are told; nobody is told without it. */
  CHANNELS_FILE: variable(filePath).optional(),
  SCHEDULER: variable(oneOf("on", "off")).default("on"),
  SCHEDULER_INTERVAL_MS: variable(wholeNumber("a time in milliseconds", 100, 3_600_000)).default(5_000),
  PORT: variable(wholeNumber("a port", 0, 65_535)).default(3_000),
  /** Where the web application listens. */
  HOST: variable(ownAddress).default("127.0.0.1"),
  /** Whose X-Forwarded-For is believed. */
  TRUSTED_PROXIES: variable(proxies).optional(),
  /** Where the watch answers Prometheus; nowhere without it. */
  METRICS_PORT: variable(wholeNumber("a port", 0, 65_535)).optional(),
  METRICS_HOST: variable(ownAddress).default("127.0.0.1"),
  /** What Prometheus sends; needed where others than this machine can ask. */
  METRICS_TOKEN: variable(secret).optional(),
  /** The folder of the sockets at which web and engine tell what they measure. Set by whatever starts them. */
  METRICS_SOCKETS: variable(text).optional(),
  /** A collector of traces (OTLP over HTTP); nothing is traced without it. Its headers are read by the library. */
  OTEL_EXPORTER_OTLP_ENDPOINT: variable(webAddress("http://127.0.0.1:4318")).optional(),
  OTEL_EXPORTER_OTLP_HEADERS: variable(text).optional(),
  /** Where the engine answers the web application. Set by whatever starts the two, never by people. */
  ENGINE_SOCKET: variable(text).optional(),
  LOG_LEVEL: variable(oneOf("silent", "error", "warn", "info", "debug")).default("info"),
  /** Stops the process at a named point of a payout. For fault tests only; refused on mainnet. */
  CRASH_POINT: variable(
    oneOf(
      ...(["oracle-answered", "payout-stored", "payout-broadcast", "payout-in-ledger"] as const),
      ...(["act-stored", "act-broadcast", "scan-switched"] as const),
    ),
  ).optional(),
});

export type Env = z.output<typeof schema>;

/** No two of these may be the same: whoever learns one, or rotates it, would have or end the other as well. */
const SECRETS = [
  "SIGNER_SECRET",
  "JOB_SECRET",
  "NEXTAUTH_SECRET",
  "SEALING_KEY",
  "SEALING_KEY_OLD",
  "AUDIT_KEY",
  "METRICS_TOKEN",
] as const;

/** What people may set for the server, by name. */
export const VARIABLES: readonly string[] = Object.keys(schema.shape);

/** The environment is not usable. The message names every missing or malformed variable. */
export class EnvError extends Error {
  override readonly name = "EnvError";
}

type Variables = Readonly<Record<string, string | undefined>>;

/** Reads and checks all variables. Empty ones count as missing. Throws `EnvError`. */
export function parseEnv(variables: Variables): Env {
  return parse(schema, variables);
}

/** Reads and checks some, for a process that needs no others. Throws `EnvError`. */
export function parseSome<K extends keyof Env>(variables: Variables, ...names: readonly K[]): Pick<Env, K> {
  const shape = Object.fromEntries(names.map((name) => [name, schema.shape[name]]));
  const sources = names.some((name) => name === "SOURCES");
  return parse(z.object(shape) as unknown as z.ZodType<Pick<Env, K>>, variables, sources);
}

function parse<T extends Partial<Env>>(wanted: z.ZodType<T>, variables: Variables, sources = true): T {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ""));
  const result = wanted.safeParse(given);
  const lines = result.success ? together(result.data) : result.error.issues.map((issue) => lineOf(issue, given));
  if (sources) lines.push(...wrongSources(given));
  if (result.success && lines.length === 0) return result.data;
  throw new EnvError(`The environment has errors. .env.example explains every variable.\n${lines.join("\n")}`);
}

/** What zod says of a value that is there is ours; of one that is missing it says "expected string". */
function lineOf(issue: z.core.$ZodIssue, given: Variables): string {
  const name = String(issue.path[0]);
  return given[name] === undefined ? `  ${name} is not set.` : `  ${name} ${issue.message}.`;
}

/** What is wrong with values that are right by themselves. */
function together(env: Partial<Env>): string[] {
  const lines: string[] = [];
  const old = env.AUDIT_KEYS_OLD?.map((key): Named => ["one of AUDIT_KEYS_OLD", key]) ?? [];
  const ofApprovers =
    env.APPROVER_SIGNER_SECRETS?.map((key, at): Named => [`number ${at + 1} of APPROVER_SIGNER_SECRETS`, key]) ?? [];
  const alike = twoAlike([...SECRETS.map((name): Named => [name, env[name]]), ...ofApprovers, ...old]);
  if (alike) lines.push(`  ${alike.join(" and ")} are the same: each protects something else. Create another one.`);
  lines.push(...signerSecrets(env));
  lines.push(...openMetrics(env));
  if (env.CRASH_POINT && isMainnet(env.NETWORK_MAGIC ?? 0))
    lines.push("  CRASH_POINT is for tests. Remove it on mainnet.");
  return lines;
}

/** They tell how the service can be hurt: amounts, and what is failing. */
function openMetrics({ METRICS_PORT, METRICS_HOST: host = "127.0.0.1", METRICS_TOKEN }: Partial<Env>): string[] {
  const isHere = isLoopback(`http://${host.includes(":") ? `[${host}]` : host}`);
  if (METRICS_PORT === undefined || METRICS_TOKEN !== undefined || isHere) return [];
  return [`  METRICS_HOST is ${host}, where others can ask: set METRICS_TOKEN, or leave METRICS_HOST at 127.0.0.1.`];
}

/** Whoever has the secret of one signer must not be able to ask another. */
function signerSecrets(env: Partial<Env>): string[] {
  const { APPROVER_SIGNER_URLS: urls, APPROVER_SIGNER_SECRETS: secrets } = env;
  if (!urls || !secrets) return [];
  const isOnlyOne = urls.length === 1 && env.ORACLE_SIGNER_URL === undefined;
  if (secrets.length === urls.length || (secrets.length === 0 && isOnlyOne)) return [];
  return [
    `  APPROVER_SIGNER_SECRETS must have a secret for each of APPROVER_SIGNER_URLS, in their order: ${urls.length}, not ${secrets.length}. SIGNER_SECRET is that of the oracle's signer.`,
  ];
}

/** The audit log's keys: the one to write with, then those from before. */
export function auditKeysOf(settings: Pick<Env, "AUDIT_KEY" | "AUDIT_KEYS_OLD">): readonly AuditKey[] {
  return [settings.AUDIT_KEY, ...settings.AUDIT_KEYS_OLD].map(makeAuditKey);
}

/** What no log may tell: also what is set and wrong, or not ours. */
export const environmentSecrets = (): string[] => secretsOf(process.env);

let cached: Env | undefined;

export function env(): Env {
  cached ??= parseEnv(process.env);
  return cached;
}
