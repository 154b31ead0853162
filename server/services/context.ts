import type { Database } from "@/db/client";
import type { ChainSource } from "@/server/domain/ports";
import type { Logger } from "@/server/logger";

/** What every service is given. Made once a process by server/context.ts; tests make their own. */
export type Context = {
  readonly db: Database;
  readonly source: ChainSource;
  readonly log: Logger;
};
