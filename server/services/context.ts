import type { Database } from "@/db/client";
import type { ChainSource } from "@/server/domain/ports";
import type { Logger } from "@/server/logger";

/** The input of every service. server/context.ts makes one per process; tests make their own. */
export type Context = {
  readonly db: Database;
  readonly source: ChainSource;
  readonly log: Logger;
};
