import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import type { ChainSource } from "@/server/domain/ports";
import { createLogger } from "@/server/logger";
import type { PayoutContext } from "@/server/services/payout/payout-context";
import { install } from "@/server/testing/scan/bench";
import { NO_REPORT_STORE } from "@/server/testing/services/no-report-store";
import type { GameChain } from "./chain/game-chain";

/** A database as after a deployment on this chain, whose scan never rests. */
export async function makeDatabase(chain: GameChain): Promise<TestDatabase> {
  const database = await createTestDatabase();
  await install(database, { start: chain.start }, null);
  return database;
}

export function contextOf({ db }: TestDatabase, source: ChainSource): PayoutContext {
  return {
    db,
    source,
    log: createLogger("silent"),
    operator: null,
    oracle: null,
    approvers: [],
    reportStore: NO_REPORT_STORE,
    crashAt: () => undefined,
  };
}
