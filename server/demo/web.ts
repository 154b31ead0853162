import { randomBytes } from "node:crypto";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "@/server/cli/port";
import type { Network } from "./network";
import type { DemoKeys } from "./pool";
import type { Processes } from "./processes";
import type { Signers } from "./signers";

export type Web = {
  readonly url: string;
  readonly jobSecret: string;
  /** What the commands of this installation need. */
  readonly commandVariables: Readonly<Record<"DATABASE_URL" | "NEXTAUTH_URL" | "SEALING_KEY" | "AUDIT_KEY", string>>;
};

export type WebOptions = {
  readonly databaseUrl: string;
  readonly network: Network;
  readonly keys: DemoKeys;
  readonly signers: Signers;
  readonly directory: string;
  /** SEALING_KEY, which seals the administrators' second factors. */
  readonly sealingKey: string;
  /** AUDIT_KEY: the demo writes the audit log too. */
  readonly auditKey: string;
  readonly port: number;
};

/** On a busy machine the scan needs minutes until it has followed the game that was played, and parts are failing. */
const READY_MS = 180_000;

/** Starts the product as `npm start` does, from the production build. Resolves when its pages answer. */
export async function startWeb(processes: Processes, options: WebOptions): Promise<Web> {
  const { network, signers } = options;
  const port = options.port === 0 ? await freePort() : options.port;
  const url = `http://127.0.0.1:${port}`;
  const jobSecret = randomBytes(32).toString("hex");
  const commandVariables = {
    DATABASE_URL: options.databaseUrl,
    NEXTAUTH_URL: url,
    SEALING_KEY: options.sealingKey,
    AUDIT_KEY: options.auditKey,
  };
  let log = "";
  processes.start(
    "npm start",
    process.execPath,
    ["--import", "tsx", "server/cli/start.ts", "--hostname", "127.0.0.1"],
    {
      env: {
        PORT: String(port),
        NEXT_TELEMETRY_DISABLED: "1",
        ...commandVariables,
        ...network.variables,
        NETWORK_MAGIC: String(network.networkMagic),
        OPERATOR_KEY_FILE: path.join(options.keys.directory, "operator.json"),
        ORACLE_SIGNER_URL: signers.oracle.url,
        SIGNER_SECRET: signers.oracle.secret,
        APPROVER_SIGNER_URLS: signers.approvers.map(({ url }) => url).join(","),
        APPROVER_SIGNER_SECRETS: signers.approvers.map(({ secret }) => secret).join(","),
        JOB_SECRET: jobSecret,
        NEXTAUTH_SECRET: randomBytes(32).toString("hex"),
        REPORT_DIR: path.join(options.directory, "reports"),
        SCHEDULER: "on",
        SCHEDULER_INTERVAL_MS: "500",
        LOG_LEVEL: "warn",
      },
      log: (text) => {
        log = (log + text).slice(-4_000);
      },
    },
  );
  const giveUpAt = performance.now() + READY_MS;
  for (;;) {
    const answer = await fetch(`${url}/api/health`).catch(() => null);
    if (answer?.ok) return { url, jobSecret, commandVariables };
    try {
      processes.check();
    } catch (error) {
      throw new Error(`${(error as Error).message}\n${log}`);
    }
    if (performance.now() > giveUpAt) {
      throw new Error(
        `The web application does not answer at ${url}: ${answer ? await answer.text() : "no answer"}\n${log}`,
      );
    }
    await sleep(200);
  }
}
