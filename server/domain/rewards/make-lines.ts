import { addressKey, parseAddressKey } from "../cardano/address";
import { isPayableAtAddress } from "../cardano/minimum-output";
import type { HeldAddress } from "../eligibility/holders";
import { assertInvariant } from "../invariant";
import type { Rules } from "../rules/rules";
import { compareText } from "../text-order";
import type { Hex, Lovelace } from "../units";
import { isReserved, recipientReader, reservedOf } from "../who-may-be-paid";
import { holdOverLimit } from "./hold-over-limit";
import type { LineReason, RewardLine } from "./reward-line";
import type { RewardInput } from "./snapshot";

/**
 * The lines of a day, in the order of the addresses' bytes. `held` has each address once, in that order; `earned` is
 * what each earns, null where that is no line.
 */
export function makeLines(
  input: RewardInput,
  held: readonly HeldAddress[],
  earned: readonly (Lovelace | null)[],
): readonly RewardLine[] {
  const { rules, poolTerms } = input;
  const opening = openingByKey(input);
  const onlyOwed = [...opening.keys()].sort(compareText);
  const readRecipient = recipientReader(rules);
  const reasonFor = reasonReader(input);
  const lines: RewardLine[] = [];
  const add = (key: Hex, row: HeldAddress, earnedLovelace: Lovelace, mayBePaid: boolean) => {
    const { address, identity, quantity } = row;
    const openingLovelace = opening.get(key)?.lovelace ?? 0n;
    const total = openingLovelace === 0n ? earnedLovelace : openingLovelace + earnedLovelace;
    const reason = reasonFor(key, row, { total, mayBePaid });
    const isPaid = reason === "payable";
    lines.push({
      address,
      identity,
      quantity,
      openingLovelace,
      earnedLovelace,
      payoutLovelace: isPaid ? total : 0n,
      carriedLovelace: isPaid ? 0n : total,
      reason,
    });
  };
  let next = 0;
  /** Of those before `end`: who only was owed something. */
  const addOwed = (end: Hex | null) => {
    for (; next < onlyOwed.length; next++) {
      const key = onlyOwed[next] ?? "";
      if (end !== null && key >= end) return;
      const address = opening.get(key)?.address ?? "";
      const { identity, payable } = readRecipient(parseAddressKey(key));
      assertInvariant(identity !== null, () => `${address} has an opening balance but can never have earned one`);
      add(key, { address, identity, quantity: 0n }, 0n, payable);
    }
  };
  for (const [at, row] of held.entries()) {
    const earnedLovelace = earned[at] ?? null;
    if (earnedLovelace === null) continue;
    const key = addressKey(row.address);
    addOwed(key);
    if (onlyOwed[next] === key) next++;
    // The book holds none that may not.
    add(key, row, earnedLovelace, true);
  }
  addOwed(null);
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

type Owing = {
  readonly total: Lovelace;
  /** By the kind of its address and of its owner. */
  readonly mayBePaid: boolean;
};

/** Why a line is paid or not. */
function reasonReader({
  rules,
  poolTerms,
  coinsPerUtxoByte,
}: RewardInput): (key: Hex, owner: HeldAddress, owing: Owing) => LineReason {
  const isExcluded = exclusionOf(rules);
  const reserved = reservedOf(rules, poolTerms.reserved);
  return (key, owner, { total, mayBePaid }) => {
    if (total === 0n) return "nothing-earned";
    if (isExcluded(owner)) return "excluded";
    if (isReserved(parseAddressKey(key), reserved)) return "reserved-address";
    if (!mayBePaid) return "unpayable-address";
    return isPayableAtAddress(key.length / 2, total, coinsPerUtxoByte) ? "payable" : "below-minimum";
  };
}

/** Most rules exclude nobody: then no text of a million is looked for. */
function exclusionOf({ excluded }: Rules): (owner: HeldAddress) => boolean {
  const [addresses, identities] = [new Set(excluded.addresses), new Set(excluded.identities)];
  if (addresses.size + identities.size === 0) return () => false;
  return ({ address, identity }) => addresses.has(address) || identities.has(identity);
}
