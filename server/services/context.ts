import type { Database } from "@/db/client";
import type { ChainSource } from "@/server/domain/ports";
import type { Logger } from "@/server/logger";

/** What every service is given. Made once a process by server/context.ts; tests make their own. */
export type Context = {
  readonly db: Database;
  readonly source: ChainSource;
  readonly log: Logger;
};

/**
 * What a job answers. `again`: there is more to do at once; `done`: nothing until something changes;
 * `needs-human`: it stopped on purpose and says why.
 */
export type JobResult = { readonly result: "done" | "again" | "needs-human"; readonly detail: string };

export const done = (detail: string): JobResult => ({ result: "done", detail });
export const again = (detail: string): JobResult => ({ result: "again", detail });
export const needsHuman = (detail: string): JobResult => ({ result: "needs-human", detail });
