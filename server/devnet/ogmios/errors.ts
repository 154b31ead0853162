/** Answered as the `error` of a request. */
export class RpcError extends Error {
  constructor(
    readonly code: number,
    message: string,
    readonly data?: unknown,
  ) {
    super(message);
  }
}

/**
 * The ledger's failures as Ogmios numbers them (its description, "SubmitTransactionFailure"). The first that fits:
 * unknown inputs explain most of what else is wrong.
 */
const FAILURES: readonly (readonly [RegExp, number, string])[] = [
  [/DecoderFailure/, -32602, "Invalid transaction; It looks like the given transaction wasn't well-formed."],
  [/BadInputs|AllInputsAreSpent|All inputs are spent|unknown inputs?|not found in utxo/i, 3117, "Unknown inputs."],
  [/InvalidWitnesses|InvalidSignatures?/i, 3100, "Some signatures are invalid."],
  [/MissingVKeyWitnesses|MissingKeyHashes|missing.*(signature|witness)/i, 3101, "Some signatures are missing."],
  [/OutsideForecast/, 3130, "The slot is out of the foreseeable range."],
  [/OutsideValidityInterval|ValidityInterval/i, 3118, "The transaction is outside of its validity interval."],
  [/MaxTxSize|TxSizeTooLarge|exceeds.*size/i, 3119, "The transaction is too large."],
  [/FeeTooSmall|fee.*(small|less)/i, 3122, "Insufficient fee!"],
  [/ValueNotConserved/i, 3123, "In and out value not conserved."],
  [/WrongNetwork/i, 3124, "Some addresses are of another network."],
  [/ConflictingMetadataHash/i, 3107, "The metadata hash does not match."],
  [/Withdrawal|Wdrl/i, 3141, "The transaction contains incomplete or invalid withdrawals."],
  [/ExUnits/i, 3134, "The execution budget is above the limit."],
  [/Collateral/i, 3128, "Insufficient collateral."],
  [/IsValid|phase ?2|script/i, 3136, "Invalid transaction submitted as valid, or vice-versa."],
];

/** `unknown`: the inputs that are not there. */
export function submitFailure(reason: string, unknown: readonly unknown[]): RpcError {
  const [, code, message] = FAILURES.find(([pattern]) => pattern.test(reason)) ?? [null, 3997, "Mempool error."];
  if (code === -32602) {
    const eras = ["shelley", "allegra", "mary", "alonzo", "babbage", "conway"];
    return new RpcError(code, message, Object.fromEntries(eras.map((era) => [era, reason])));
  }
  if (code === 3117) return new RpcError(code, message, { unknownOutputReferences: unknown });
  return new RpcError(code, message, { error: reason });
}
