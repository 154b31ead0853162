import { addressKey, parseAddress } from "../cardano/address";
import { isPayableAmount } from "../cardano/minimum-output";
import type { HeldAddress } from "../eligibility/holders";
import { assertInvariant } from "../invariant";
import { compareText } from "../text-order";
import type { Identity, Lovelace } from "../units";
import { isReserved, recipientReader, reservedOf } from "../who-may-be-paid";
import { holdOverLimit } from "./hold-over-limit";
import type { LineReason, RewardLine } from "./reward-line";
import type { RewardInput } from "./snapshot";

export type Earning = HeldAddress & { readonly identity: Identity; readonly earnedLovelace: Lovelace };

export function makeLines(input: RewardInput, earnings: readonly Earning[]): RewardLine[] {
  const { rules, poolTerms, coinsPerUtxoByte } = input;
  const readRecipient = recipientReader(rules);
  const excludedAddresses = new Set(rules.excluded.addresses);
  const excludedIdentities = new Set(rules.excluded.identities);
  const reserved = reservedOf(rules, poolTerms.reserved);
  const owed = new Map<string, Earning>();
  const opening = new Map<string, Lovelace>();
  for (const earning of earnings) owed.set(earning.key, earning);
  for (const { address, lovelace } of input.opening) {
    const key = addressKey(address);
    assertInvariant(lovelace > 0n, () => `the opening balance of ${address} is ${lovelace}`);
    assertInvariant(!opening.has(key), () => `the opening balance of ${address} is listed twice`);
    opening.set(key, lovelace);
    const { identity } = readRecipient(address);
    assertInvariant(identity !== null, () => `${address} has an opening balance but can never have earned one`);
    if (!owed.has(key)) owed.set(key, { key, address, identity, quantity: 0n, earnedLovelace: 0n });
  }
  const reasonFor = (earning: Earning, total: Lovelace): LineReason => {
    if (total === 0n) return "nothing-earned";
    if (excludedAddresses.has(earning.address) || excludedIdentities.has(earning.identity)) return "excluded";
    if (isReserved(parseAddress(earning.address), reserved)) return "reserved-address";
    if (!readRecipient(earning.address).payable) return "unpayable-address";
    return isPayableAmount({ address: earning.address, lovelace: total }, coinsPerUtxoByte)
      ? "payable"
      : "below-minimum";
  };
  const lines = [...owed.values()]
    .sort((a, b) => compareText(a.key, b.key))
    .map((earning) => {
      const { address, identity, quantity, earnedLovelace } = earning;
      const openingLovelace = opening.get(earning.key) ?? 0n;
      const total = openingLovelace + earnedLovelace;
      const reason = reasonFor(earning, total);
      const payoutLovelace = reason === "payable" ? total : 0n;
      const carriedLovelace = total - payoutLovelace;
      return {
        address,
        identity,
        quantity,
        openingLovelace,
        earnedLovelace,
        payoutLovelace,
        carriedLovelace,
        reason,
      };
    });
  return holdOverLimit(lines, rules.dayLimits, poolTerms);
}
