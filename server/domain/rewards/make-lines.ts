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
import type { OpeningBalance, RewardInput } from "./snapshot";

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
  const readRecipient = recipientReader(rules);
  const reasonFor = reasonReader(input);
  const lines: RewardLine[] = [];
  const add = (key: Hex, row: HeldAddress, { openingLovelace, earnedLovelace, mayBePaid }: Owing) => {
    const { address, identity, quantity } = row;
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
  const opening = openingInOrder(input);
  let next = 0;
  /** Of those that only are owed something: up to the address with the key `end`. */
  const addOnlyOwed = (end: Hex | null) => {
    for (let row = opening[next]; row && (end === null || row.key < end); row = opening[++next]) {
      const { key, address, lovelace: openingLovelace } = row;
      const { identity, payable: mayBePaid } = readRecipient(parseAddressKey(key));
      assertInvariant(identity !== null, () => `${address} has an opening balance but can never have earned one`);
      add(key, { address, identity, quantity: 0n }, { openingLovelace, earnedLovelace: 0n, mayBePaid });
    }
  };
  for (const [at, row] of held.entries()) {
    const earnedLovelace = earned[at] ?? null;
    if (earnedLovelace === null) continue;
    const key = addressKey(row.address);
    addOnlyOwed(key);
    const isOwed = opening[next]?.key === key;
    const openingLovelace = isOwed ? (opening[next++]?.lovelace ?? 0n) : 0n;
    // The book holds none that may not be paid.
    add(key, row, { openingLovelace, earnedLovelace, mayBePaid: true });
  }
  addOnlyOwed(null);
  const limited = holdOverLimit(lines, rules.dayLimits, poolTerms);
  return limited.some(({ payoutLovelace }) => payoutLovelace > 0n) ? limited : leaveOpen(limited, input.open);
}

type Opening = RewardInput["opening"][number] & { readonly key: Hex };

/** What is owed from before, carried or open, by the addresses' bytes. */
function openingInOrder({ opening, open }: RewardInput): Opening[] {
  const carried = inOrder(opening, "opening");
  if (open.length === 0) return carried;
  const all = new Map(carried.map((row) => [row.key, row]));
  for (const { key, address, lovelace } of inOrder(open, "open")) {
    all.set(key, { key, address, lovelace: lovelace + (all.get(key)?.lovelace ?? 0n) });
  }
  return [...all.values()].sort((a, b) => compareText(a.key, b.key));
}

function inOrder(balances: readonly OpeningBalance[], what: string): Opening[] {
  const rows = balances.map(({ address, lovelace }) => ({ key: addressKey(address), address, lovelace }));
  rows.sort((a, b) => compareText(a.key, b.key));
  for (const [at, { key, address, lovelace }] of rows.entries()) {
    assertInvariant(lovelace > 0n, () => `the ${what} balance of ${address} is ${lovelace}`);
    assertInvariant(rows[at - 1]?.key !== key, () => `the ${what} balance of ${address} is listed twice`);
  }
  return rows;
}

/**
 * The lines of a day that pays nothing, without what is open: its batches stay the debt of the plan that they are of.
 * If they were carried here too, the next plan would pay them twice.
 */
function leaveOpen(lines: readonly RewardLine[], open: readonly OpeningBalance[]): readonly RewardLine[] {
  if (open.length === 0) return lines;
  const owed = new Map(open.map(({ address, lovelace }) => [addressKey(address), lovelace]));
  const isLine = ({ quantity, openingLovelace }: RewardLine) => quantity > 0n || openingLovelace > 0n;
  return lines.map((line) => without(line, owed.get(addressKey(line.address)) ?? 0n)).filter(isLine);
}

function without(line: RewardLine, open: Lovelace): RewardLine {
  if (open === 0n) return line;
  const carriedLovelace = line.carriedLovelace - open;
  const reason = carriedLovelace === 0n ? "nothing-earned" : line.reason;
  return { ...line, openingLovelace: line.openingLovelace - open, carriedLovelace, reason };
}

type Owing = {
  readonly openingLovelace: Lovelace;
  readonly earnedLovelace: Lovelace;
  /** By the kind of its address and of its owner. */
  readonly mayBePaid: boolean;
};
type Owed = Pick<Owing, "mayBePaid"> & { readonly total: Lovelace };

/** Why a line is paid or not. */
function reasonReader({
  rules,
  poolTerms,
  isClosed,
  coinsPerUtxoByte,
}: RewardInput): (key: Hex, owner: HeldAddress, owed: Owed) => LineReason {
  const isExcluded = exclusionOf(rules);
  const reserved = reservedOf(rules, poolTerms.reserved);
  return (key, owner, { total, mayBePaid }) => {
    if (total === 0n) return "nothing-earned";
    if (isExcluded(owner)) return "excluded";
    if (isReserved(parseAddressKey(key), reserved)) return "reserved-address";
    if (!mayBePaid) return "unpayable-address";
    if (!isPayableAtAddress(key.length / 2, total, coinsPerUtxoByte)) return "below-minimum";
    return isClosed ? "day-closed" : "payable";
  };
}

/** Most rules exclude nobody: then no text of a million is looked for. */
function exclusionOf({ excluded }: Rules): (owner: HeldAddress) => boolean {
  const [addresses, identities] = [new Set(excluded.addresses), new Set(excluded.identities)];
  if (addresses.size + identities.size === 0) return () => false;
  return ({ address, identity }) => addresses.has(address) || identities.has(identity);
}
