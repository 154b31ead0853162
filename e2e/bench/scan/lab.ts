import { randomBytes } from "node:crypto";
import { closeDatabase, connectDatabase } from "@/db/client";
import {
  administer,
  createTestDatabase,
  endSessions,
  removeDatabase,
  type TestDatabase,
  testServerUrl,
} from "@/db/testing/database";
import { withDatabaseName } from "@/db/url";
import type { ChainSource } from "@/server/domain/ports";
import { createLogger } from "@/server/logger";
import type { PayoutContext } from "@/server/services/payout/payout-context";
import { install } from "@/server/testing/scan/bench";
import type { GameChain } from "./chain/game-chain";

/** A database as after a deployment on this chain, whose scan never rests. */
export async function makeDatabase(chain: GameChain): Promise<TestDatabase> {
  const database = await createTestDatabase();
  await install(database, { start: chain.start }, null);
  return database;
}

/** The same, row for row, in another database. Nobody may be connected to the first one meanwhile but its own pool. */
export async function copyOf({ url }: TestDatabase): Promise<TestDatabase> {
  const name = `bench_${randomBytes(6).toString("hex")}`;
  const original = decodeURIComponent(new URL(url).pathname.slice(1));
  await administer(async (admin) => {
    await endSessions(admin, original);
    await admin`create database ${admin(name)} template ${admin(original)}`;
  });
  const copyUrl = withDatabaseName(testServerUrl(), name);
  const copy = await connectDatabase(copyUrl, { max: 5, applicationName: `bench ${name}` });
  const drop = async () => {
    await closeDatabase(copy);
    await removeDatabase(name);
  };
  return { db: copy, url: copyUrl, drop };
}

export function contextOf({ db }: TestDatabase, source: ChainSource): PayoutContext {
  return {
    db,
    source,
    log: createLogger("silent"),
    operator: null,
    oracle: null,
    approvers: [],
    reportStore: { put: async () => undefined, get: async () => null },
    crashAt: () => undefined,
  };
}

export type Spent = { readonly ms: number; readonly cpuMs: number };

/** What it took: on the clock, and of this process's processor time, which other work on the machine changes less. */
export async function timed<T>(work: () => Promise<T>): Promise<Spent & { readonly value: T }> {
  const start = process.hrtime.bigint();
  const before = process.cpuUsage();
  const value = await work();
  const { user, system } = process.cpuUsage(before);
  return { value, ms: Number(process.hrtime.bigint() - start) / 1e6, cpuMs: (user + system) / 1_000 };
}

export const say = (text: string): void => console.error(text);
