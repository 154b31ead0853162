import type { PlanSigner, ReportStore, TransactionSigner } from "@/server/domain/ports";
import type { Context } from "../context";

/** Where a test may stop the process (CRASH_POINT): the moments at which a kill hurts most. */
export type CrashPoint = "payout-stored" | "payout-broadcast" | "payout-in-ledger";

/** What moving money needs besides the context of every service. */
export type PayoutContext = Context & {
  /** The hot key; null where this process must not pay (a read-only instance). */
  readonly operator: TransactionSigner | null;
  /** Proposes plans. Its key is elsewhere. */
  readonly oracle: PlanSigner | null;
  /** Automated approvers, if any; people approve in the console. */
  readonly approvers: readonly PlanSigner[];
  readonly reportStore: ReportStore;
  readonly crashAt: (point: CrashPoint) => void;
};
