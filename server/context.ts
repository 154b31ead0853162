import { connectDatabase } from "@/db/client";
import { openSource } from "./chain/sources/open-source";
import { type Env, env } from "./env";
import { createLogger } from "./logger";
import type { CrashPoint, PayoutContext } from "./services/payout/payout-context";
import { createFileReportStore } from "./services/reports/file-store";
import { readKeyFile } from "./signing/key-file";
import { createOperator } from "./signing/operator";
import { createRemoteSigner } from "./signing/remote-signer";

let shared: Promise<PayoutContext> | undefined;

/** The process's one context. A failure is not kept: the next call tries again. */
export function getContext(): Promise<PayoutContext> {
  shared ??= createContext(env()).catch((error: unknown) => {
    shared = undefined;
    throw error;
  });
  return shared;
}

/**
 * Connects everything that the environment names. Throws a readable error if something is missing or wrong. The chain
 * source may be away: what needs it fails until it answers, and pages show what was read before.
 */
export async function createContext(settings: Env): Promise<PayoutContext> {
  const log = createLogger(settings.LOG_LEVEL);
  const source = openSource(settings);
  const db = await connectDatabase(settings.DATABASE_URL);
  const secret = settings.SIGNER_SECRET ?? "";
  const signer = (url: string, name: string) => createRemoteSigner({ url, secret, name });
  return {
    db,
    source,
    log,
    operator: settings.OPERATOR_KEY_FILE ? createOperator(await readKeyFile(settings.OPERATOR_KEY_FILE)) : null,
    oracle: settings.ORACLE_SIGNER_URL ? signer(settings.ORACLE_SIGNER_URL, "oracle") : null,
    approvers: settings.APPROVER_SIGNER_URLS.map((url, index) => signer(url, `approver-${index + 1}`)),
    reportStore: createFileReportStore(settings.REPORT_DIR),
    crashAt: (point) => crashAt(settings.CRASH_POINT, point),
  };
}

/** Dies as if by kill -9 if the tests asked for it here: no handler runs, nothing is flushed. */
function crashAt(wanted: CrashPoint | undefined, point: CrashPoint): void {
  if (wanted === point) process.kill(process.pid, "SIGKILL");
}
