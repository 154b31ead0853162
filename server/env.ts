import { isIP } from "node:net";
import { z } from "zod";
import { isMainnet } from "./domain/cardano/network";
import { readProxies } from "./doors/networks";

/*
 * The only reader of process.env; .env.example explains every variable. The environment holds secrets and addresses;
 * rules and people are in the database, limits and keys on chain.
 */

const url = (example: string) =>
  z.url({ protocol: /^https?$/, error: `must be a web address such as ${example}` }).transform(trimSlash);
const secret = (minimum: number) =>
  z.string().min(minimum, { error: `must have at least ${minimum} characters; create one with: openssl rand -hex 32` });
const list = z
  .string()
  .default("")
  .transform((text) => text.split(",").flatMap((item) => (item.trim() === "" ? [] : [item.trim()])));

const schema = z.object({
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, { error: "must look like postgres://user:password@host:5432/database" }),
  BLOCKFROST_URL: url("https://cardano-preprod.blockfrost.io/api/v0"),
  BLOCKFROST_PROJECT_ID: z.string().min(1).optional(),
  NETWORK_MAGIC: z.coerce
    .number({ error: "must be the network's magic: 764824073 mainnet, 1 preprod, 2 preview" })
    .int()
    .min(0)
    .max(0xffffffff),
  OPERATOR_KEY_FILE: z.string().min(1).optional(),
  ORACLE_SIGNER_URL: url("http://127.0.0.1:4100").optional(),
  APPROVER_SIGNER_URLS: list.pipe(z.array(url("http://127.0.0.1:4101"))),
  SIGNER_SECRET: secret(32).optional(),
  JOB_SECRET: secret(32),
  NEXTAUTH_URL: url("https://prizes.example.org"),
  NEXTAUTH_SECRET: secret(32),
  /** Seals the second factors that are stored. While it is rotated, SEALING_KEY_OLD opens what it sealed before. */
  SEALING_KEY: secret(32),
  SEALING_KEY_OLD: secret(32).optional(),
  /** Keys the audit log's rows, so that whoever can write to the database cannot write history. */
  AUDIT_KEY: secret(32),
  REPORT_DIR: z.string().min(1).default(".data/reports"),
  SCHEDULER: z.enum(["on", "off"], { error: 'must be "on" or "off"' }).default("on"),
  SCHEDULER_INTERVAL_MS: z.coerce
    .number({ error: "must be a number of milliseconds" })
    .int()
    .min(100, { error: "must be at least 100 milliseconds" })
    .max(3_600_000)
    .default(5_000),
  PORT: z.coerce
    .number({ error: "must be a port number, such as 3000" })
    .int({ error: "must be a whole number" })
    .min(0, { error: "must be from 0 to 65535" })
    .max(65_535, { error: "must be from 0 to 65535" })
    .default(3_000),
  /** Where the web application listens. */
  HOST: z
    .string()
    .default("127.0.0.1")
    .refine((host) => isIP(host) !== 0, { error: "must be an IP address of this machine, such as 127.0.0.1 or ::" }),
  /** Whose X-Forwarded-For is believed. */
  TRUSTED_PROXIES: list.transform((addresses, context) => {
    const proxies = readProxies(addresses);
    if (proxies) return proxies;
    context.addIssue("must be addresses or networks, such as 10.0.0.0/8,2001:db8::1");
    return z.NEVER;
  }),
  /** Where the engine answers the web application. Set by whatever starts the two, never by people. */
  ENGINE_SOCKET: z.string().min(1).optional(),
  LOG_LEVEL: z.enum(["silent", "error", "warn", "info", "debug"]).default("info"),
  /** Stops the process at a named point of a payout. For fault tests only; refused on mainnet. */
  CRASH_POINT: z.enum(["oracle-answered", "payout-stored", "payout-broadcast", "payout-in-ledger"]).optional(),
});

export type Env = z.output<typeof schema>;

/** The environment is not usable. The message names every missing or malformed variable. */
export class EnvError extends Error {
  override readonly name = "EnvError";
}

/** Reads and checks all variables. Empty ones count as missing. Throws `EnvError`. */
export function parseEnv(variables: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ""));
  const result = schema.safeParse(given);
  if (result.success) {
    if (result.data.CRASH_POINT && isMainnet(result.data.NETWORK_MAGIC)) {
      throw new EnvError("CRASH_POINT is for tests. Remove it on mainnet.");
    }
    return result.data;
  }
  const lines = result.error.issues.map((issue) => {
    const name = String(issue.path[0]);
    return given[name] === undefined ? `  ${name} is not set.` : `  ${name} ${issue.message}.`;
  });
  throw new EnvError(`The environment has errors. .env.example explains every variable.\n${lines.join("\n")}`);
}

let cached: Env | undefined;

export function env(): Env {
  cached ??= parseEnv(process.env);
  return cached;
}

function trimSlash(text: string): string {
  return text.replace(/\/+$/, "");
}
