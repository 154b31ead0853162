import type { Database } from "@/db/client";
import type { ChainSource, ChainWitness } from "@/server/domain/ports";
import type { Logger } from "@/server/logger";

/** What one step, or one call of a person's, reads from. */
export type StepSource = {
  /** The same from the beginning to the end. What is submitted to it goes to every server that takes bytes. */
  readonly source: ChainSource;
  /**
   * All other sources that are set, in their order: for a second look, which compares and decides nothing alone. Those
   * of another `kind` share no mistakes with the source.
   */
  readonly others?: readonly ChainWitness[];
};

/** The input of every service. server/context.ts makes one per call, server/engine per step; tests make their own. */
export type Context = StepSource & {
  readonly db: Database;
  readonly log: Logger;
};
