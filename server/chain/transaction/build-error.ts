import type { BuildProblem } from "@/server/domain/plan/build-problem";

/** Why a transaction cannot be built: the contract, the ledger or a wallet's balance forbids it. Says so in words. */
export class BuildError extends Error {
  override readonly name = "BuildError";
  readonly problem: BuildProblem;

  constructor(message: string, problem?: BuildProblem) {
    super(message);
    this.problem = problem ?? { kind: "refused", text: message };
  }
}
