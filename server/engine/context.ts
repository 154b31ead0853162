import { connectDatabase } from "@/db/client";
import { openSources } from "@/server/chain/sources/open-sources";
import { loadChannels } from "@/server/channels/load-channels";
import type { Channels } from "@/server/domain/monitoring/channel";
import { auditKeysOf, type Env } from "@/server/env";
import { createLogger } from "@/server/logger";
import type { CrashPoint, PayoutContext } from "@/server/services/payout/payout-context";
import { createFileReportStore } from "@/server/services/reports/file-store";
import { keepSources } from "@/server/services/sources/keep-sources";
import { openBudgets } from "@/server/services/sources/open-budgets";
import { readCertificate } from "@/server/signing/certificate";
import { readKeyFile } from "@/server/signing/key-file";
import { createOperator } from "@/server/signing/operator";
import { createRemoteSigner } from "@/server/signing/remote-signer";

/** The name of the engine's connections in `pg_stat_activity`. */
export const ENGINE_NAME = "daily-prize-oracle engine";

/**
 * Connects everything that the environment names. Throws a readable error if something is missing or wrong. The chain
 * source may be away: what needs it fails until it answers. `isGuest`: a command, beside the engines.
 */
export async function createPayoutContext(settings: Env, { isGuest = false } = {}): Promise<PayoutContext> {
  const log = createLogger(settings.LOG_LEVEL);
  const operator = settings.OPERATOR_KEY_FILE ? createOperator(await readKeyFile(settings.OPERATOR_KEY_FILE)) : null;
  const signers = await signersOf(settings);
  const db = await connectDatabase(settings.DATABASE_URL, {
    applicationName: ENGINE_NAME,
    auditKeys: auditKeysOf(settings),
  });
  const budgetOf = openBudgets(db, settings);
  const sources = keepSources(openSources(settings, { budgetOf }), { db, log, isGuest });
  return {
    db,
    log,
    sources,
    // For whoever does one thing alone. Jobs choose for each step.
    ...(await sources.choose()),
    operator,
    ...signers,
    reportStore: createFileReportStore(settings.REPORT_DIR),
    loadTelling: tellingOf(settings),
    crashAt: (point) => crashAt(settings.CRASH_POINT, point),
  };
}

/** Read when it is first needed, and again until it is right. */
function tellingOf({ CHANNELS_FILE, NEXTAUTH_URL }: Env): NonNullable<PayoutContext["loadTelling"]> {
  let loaded: Promise<Channels> | null = null;
  return async () => {
    loaded ??= loadChannels(CHANNELS_FILE).catch((error: unknown) => {
      loaded = null;
      throw error;
    });
    return { channels: await loaded, siteUrl: NEXTAUTH_URL };
  };
}

/** The signers that the environment names. They may be away. */
export async function signersOf(settings: Env): Promise<Pick<PayoutContext, "oracle" | "approvers">> {
  const { SIGNER_SECRET: own = "", APPROVER_SIGNER_SECRETS: ofApprovers } = settings;
  const ca = settings.SIGNER_CA === undefined ? undefined : await readCertificate(settings.SIGNER_CA);
  const signer = (url: string, name: string, secret: string) => createRemoteSigner({ url, secret, name, ca });
  return {
    oracle: settings.ORACLE_SIGNER_URL ? signer(settings.ORACLE_SIGNER_URL, "oracle", own) : null,
    approvers: settings.APPROVER_SIGNER_URLS.map((url, index) =>
      signer(url, `approver-${index + 1}`, ofApprovers[index] ?? own),
    ),
  };
}

/** Dies as if by kill -9 if the tests asked for it here: no handler runs, nothing is flushed. */
function crashAt(wanted: CrashPoint | undefined, point: CrashPoint): void {
  if (wanted === point) process.kill(process.pid, "SIGKILL");
}
