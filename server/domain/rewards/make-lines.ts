import { addressKey, parseAddressKey } from "../cardano/address";
import { isPayableAtAddress } from "../cardano/minimum-output";
import type { HeldAddress } from "../eligibility/holders";
import { assertInvariant } from "../invariant";
import type { Rules } from "../rules/rules";
import { compareText } from "../text-order";
import type { Lovelace } from "../units";
import { isReserved, recipientReader, reservedOf } from "../who-may-be-paid";
import { holdOverLimit } from "./hold-over-limit";
import type { LineReason, RewardLine } from "./reward-line";
import type { RewardInput } from "./snapshot";

export type Earning = { readonly row: HeldAddress; readonly earnedLovelace: Lovelace };

type Owed = Earning & { readonly openingLovelace: Lovelace };

/** The lines of a day, in the order of the addresses' bytes. `earnings` has each address once. */
export function makeLines(input: RewardInput, earnings: readonly Earning[]): readonly RewardLine[] {
  const { rules, poolTerms } = input;
  const reasonFor = reasonReader(input);
  const lines = withOpening(rules, earnings, openingByKey(input)).map(({ row, earnedLovelace, openingLovelace }) => {
    const { address, identity, quantity } = row;
    const total = openingLovelace === 0n ? earnedLovelace : openingLovelace + earnedLovelace;
    const reason = reasonFor(row, total);
    const isPaid = reason === "payable";
    return {
      address,
      identity,
      quantity,
      openingLovelace,
      earnedLovelace,
      payoutLovelace: isPaid ? total : 0n,
      carriedLovelace: isPaid ? 0n : total,
      reason,
    };
  });
  return holdOverLimit(lines, rules.dayLimits, poolTerms);
}

type Opening = { readonly address: string; readonly lovelace: Lovelace };

function openingByKey({ opening }: RewardInput): Map<string, Opening> {
  const byKey = new Map<string, Opening>();
  for (const row of opening) {
    const { address, lovelace } = row;
    const key = addressKey(address);
    assertInvariant(lovelace > 0n, () => `the opening balance of ${address} is ${lovelace}`);
    assertInvariant(!byKey.has(key), () => `the opening balance of ${address} is listed twice`);
    byKey.set(key, row);
  }
  return byKey;
}

/** What earns today with what was owed to it, and what only was owed. */
function withOpening(rules: Rules, earnings: readonly Earning[], opening: Map<string, Opening>): Owed[] {
  const readRecipient = recipientReader(rules);
  const owed = earnings.map(({ row, earnedLovelace }): Owed => {
    const openingLovelace = opening.get(row.key)?.lovelace ?? 0n;
    opening.delete(row.key);
    return { row, earnedLovelace, openingLovelace };
  });
  for (const [key, { address, lovelace }] of opening) {
    const { identity } = readRecipient(parseAddressKey(key));
    assertInvariant(identity !== null, () => `${address} has an opening balance but can never have earned one`);
    const row = { key, address, identity, quantity: 0n };
    owed.push({ row, earnedLovelace: 0n, openingLovelace: lovelace });
  }
  return owed.sort((a, b) => compareText(a.row.key, b.row.key));
}

/** Why a line is paid or not. */
function reasonReader({
  rules,
  poolTerms,
  coinsPerUtxoByte,
}: RewardInput): (row: HeldAddress, total: Lovelace) => LineReason {
  const readRecipient = recipientReader(rules);
  const excludedAddresses = new Set(rules.excluded.addresses);
  const excludedIdentities = new Set(rules.excluded.identities);
  const reserved = reservedOf(rules, poolTerms.reserved);
  return ({ key, address, identity }, total) => {
    if (total === 0n) return "nothing-earned";
    if (excludedAddresses.has(address) || excludedIdentities.has(identity)) return "excluded";
    const parsed = parseAddressKey(key);
    if (isReserved(parsed, reserved)) return "reserved-address";
    if (!readRecipient(parsed).payable) return "unpayable-address";
    return isPayableAtAddress(key.length / 2, total, coinsPerUtxoByte) ? "payable" : "below-minimum";
  };
}
