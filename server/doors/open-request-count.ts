import { makeClient } from "@/db/client";
import type { Logger } from "@/server/logger";
import { countRequests, type RequestCount } from "./count-requests";

const STORE_EVERY_MS = 10_000;
const PATIENCE_MS = 5_000;

/** Counts requests for as long as the process lives, and adds them to those of other instances every ten seconds. */
export function openRequestCount(databaseUrl: string, log: Logger): RequestCount {
  const client = makeClient(databaseUrl, {
    max: 1,
    applicationName: "daily-prize-oracle requests",
    statementTimeoutMs: PATIENCE_MS,
  });
  const count = countRequests(
    (minutes) => client`
      insert into heartbeat ${client(minutes, "minute", "requests", "errors")} on conflict (minute) do update set
        requests = heartbeat.requests + excluded.requests, errors = heartbeat.errors + excluded.errors`,
  );
  const store = () =>
    void count
      .store()
      .catch((error: unknown) => log.warn({ err: error }, "requests could not be counted in the database"))
      .finally(() => setTimeout(store, STORE_EVERY_MS).unref());
  setTimeout(store, STORE_EVERY_MS).unref();
  return count;
}
