import * as schema from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { withTransaction } from "@/db/transaction";
import { createBlockfrostSource } from "@/server/chain/sources/blockfrost/source";
import { RULES_FORMAT } from "@/server/domain/rules/rules";
import { createLogger } from "@/server/logger";
import type { PayoutContext } from "@/server/services/payout/payout-context";
import { putRulesInForce } from "@/server/services/pool/put-in-force";
import { NO_REPORT_STORE } from "@/server/testing/services/no-report-store";
import { GAME } from "./chain/people";
import type { Story } from "./chain/story";
import { OTHER_ASSETS, POLICY_ID, POOL, PRIZE_ASSET, SETTINGS } from "./chain/terms";
import { type LyingServer, startLyingServer } from "./lying-server";

/** What worlds are run on, one after the other: a server and two databases. */
export type Bench = {
  readonly server: LyingServer;
  /** Scanned from the server as it lies. */
  readonly lied: TestDatabase;
  /** Scanned once, from the same server telling the truth. */
  readonly honest: TestDatabase;
  stop(): Promise<void>;
};

export async function startBench(): Promise<Bench> {
  const [server, lied, honest] = [await startLyingServer(), await createTestDatabase(), await createTestDatabase()];
  return {
    server,
    lied,
    honest,
    async stop() {
      await server.close();
      await lied.drop();
      await honest.drop();
    },
  };
}

/** What a scan writes, and what it is told to follow; each after those that refer to it. */
const WRITTEN = [
  "source_state",
  "participation",
  "asset_utxo",
  "pool_utxo",
  "earlier_output",
  "tx_bytes",
  "tx_bytes_missing",
  "chain_transaction",
  "block_header",
  "followed",
  "address",
  "identity",
  "outbox",
  "job_run",
  "pool",
  "rules_version",
  "operations_version",
];

/** A database as after the deployment: nothing was scanned yet. */
export async function install(
  database: TestDatabase,
  { start }: { readonly start: Pick<Story["start"], "hash" | "height"> },
  playerDatumField: number[] | null,
): Promise<void> {
  const { db } = database;
  await db.$client.unsafe(WRITTEN.map((table) => `delete from ${table}`).join("; "));
  await db.insert(schema.pool).values({
    policyId: POLICY_ID,
    seedTxHash: "00".repeat(32),
    seedOutputIndex: 0,
    address: POOL.text,
    poolScriptTxHash: "00".repeat(32),
    governorScriptTxHash: "00".repeat(32),
    poolScriptIndex: 1,
    governorScriptIndex: 2,
    settings: SETTINGS,
    deployTxHash: "00".repeat(32),
    startHash: start.hash,
    startHeight: start.height,
    knownHeight: start.height,
  });
  await addRules(database, rulesOf({ version: 1, prizeAsset: PRIZE_ASSET, playerDatumField }), 0);
  // No pause after a contradiction.
  await db
    .insert(schema.operationsVersion)
    .values({ version: 1, document: { contradictionPauseMs: 0, restMs: 0 }, author: "cli:test" });
}

/** Rules for a day far ahead: another token, and plays that cost more. */
export async function scheduleOtherRules(database: TestDatabase): Promise<void> {
  const [prizeAsset = ""] = OTHER_ASSETS;
  const rules = rulesOf({ version: 2, prizeAsset, playerDatumField: null, minimumLovelace: 5_000_000n });
  await addRules(database, rules, 1_000_000);
}

async function addRules({ db }: TestDatabase, document: unknown, fromDay: number): Promise<void> {
  await withTransaction(db, (tx) => putRulesInForce(tx, { document, fromDay }, "cli:test"));
}

type Terms = {
  readonly version: number;
  readonly prizeAsset: string;
  readonly playerDatumField: number[] | null;
  readonly minimumLovelace?: bigint;
};

const rulesOf = ({ version, prizeAsset, playerDatumField, minimumLovelace = 2_000_000n }: Terms) => ({
  format: RULES_FORMAT,
  version,
  gameAddress: GAME.text,
  prizeAsset,
  participation: { minimumLovelace, playerDatumField, windowDays: null, minimumPlays: 1 },
  holding: { minimumQuantity: 1n },
  excluded: { addresses: [], identities: [] },
  allowedScripts: [],
  weight: { kind: "pro-rata-holding" },
  pot: { kind: "fixed", lovelace: 1_000_000_000n },
  perRecipientCapLovelace: null,
  dayLimits: { totalLovelace: 5_000_000_000n, hourlyLovelace: null },
});

const QUICK_RETRY = { retries: 2, baseDelayMs: 0, maxDelayMs: 2 };

/** A process that scans: with a source that has seen nothing yet. */
export function startProcess({ db }: TestDatabase, url: string): PayoutContext {
  return {
    db,
    source: createBlockfrostSource({ url, name: "the lying server", retry: QUICK_RETRY, timeoutMs: 5_000 }),
    log: createLogger("silent"),
    operator: null,
    oracle: null,
    approvers: [],
    reportStore: NO_REPORT_STORE,
    crashAt: () => undefined,
  };
}
