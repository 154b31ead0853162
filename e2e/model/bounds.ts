import type { Lines } from "./documents";

/** How large an exploration is. */
export interface Bounds {
  /** The lines that each day earns. A batch pays one line. */
  readonly earned: readonly Lines[];
  /** A rollback takes back at most so many blocks. */
  readonly depth: number;
  readonly rollbacks: number;
  /** Restores of a backup, which may be of any time; without one, the database is lost. */
  readonly restores: number;
  /** Cancels that may land. */
  readonly cancels: number;
  /** Instances that each have a database. */
  readonly databases: 1 | 2;
  /** Engines on each database. One takes a snapshot in one step; several stage it and then make it the day's. */
  readonly engines: number;
  /** Whether a reading may hold a line back (a limit, an exclusion), so that a second reading differs. */
  readonly holdsBack: boolean;
}
