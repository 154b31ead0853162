import type { Telling } from "@/server/domain/monitoring/telling";
import type { PlanSigner, ReportStore, TransactionSigner } from "@/server/domain/ports";
import type { Context } from "../context";
import type { SourceKeeper } from "../sources/keep-sources";

/** Moments at which a test may kill the process (CRASH_POINT): those at which a kill does most harm. */
export type CrashPoint =
  | "oracle-answered"
  | "payout-stored"
  | "payout-broadcast"
  | "payout-in-ledger"
  | "act-stored"
  | "act-broadcast"
  | "scan-switched";

/** What moving money needs besides every service's context. */
export type PayoutContext = Context & {
  /** The hot key; null if this process must not pay (a read-only instance). */
  readonly operator: TransactionSigner | null;
  /** Proposes plans. Its key is elsewhere. */
  readonly oracle: PlanSigner | null;
  /** Automated approvers, if any; people approve in the console. */
  readonly approvers: readonly PlanSigner[];
  readonly reportStore: ReportStore;
  /** Chooses each step's source; without it `source` is what every step reads from. */
  readonly sources?: SourceKeeper;
  /**
   * Where people are told of events; without it these stand in the log alone. It throws while CHANNELS_FILE is wrong:
   * then events wait, and payments do not.
   */
  readonly loadTelling?: () => Promise<Telling>;
  readonly crashAt: (point: CrashPoint) => void;
};
