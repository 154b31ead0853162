/** Why a transaction cannot be built: the contract, the ledger or a wallet's balance forbids it. Says so in words. */
export class BuildError extends Error {
  override readonly name = "BuildError";
}
