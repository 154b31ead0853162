import type { DecimalText } from "../units";

/** Why a transaction cannot be built by what the chain's parameters, the pool and the contract are now. */
export type BuildProblem = Readonly<
  | { kind: "fee-too-high"; feeLovelace: DecimalText; mostLovelace: DecimalText }
  | { kind: "below-minimum"; address: string; lovelace: DecimalText; minimumLovelace: DecimalText }
  | { kind: "too-large"; bytes: number; mostBytes: number }
  | {
      kind: "too-much-work";
      memory: DecimalText;
      mostMemory: DecimalText;
      steps: DecimalText;
      mostSteps: DecimalText;
    }
  /** By the contract or a wallet's balance, in the builder's words. */
  | { kind: "refused"; text: string }
>;
