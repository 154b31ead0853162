import { addressKey, parseAddressKey } from "../cardano/address";
import type { Holding } from "../rewards/snapshot";
import type { Rules } from "../rules/rules";
import { compareText } from "../text-order";
import type { Hex, Identity } from "../units";
import { explainUnpayable, recipientReader, type UnpayableReason } from "../who-may-be-paid";

/** Tokens at an address that can be paid. `key` is the address's bytes in hex. */
export type HeldAddress = {
  readonly key: Hex;
  readonly address: string;
  readonly identity: Identity;
  readonly quantity: bigint;
};

export type UnresolvedReason = UnpayableReason | "excluded-address";

/** Tokens that count for nobody, and why. They are never dropped silently. */
export type UnresolvedHolding = {
  readonly address: string;
  readonly identity: Identity | null;
  readonly quantity: bigint;
  readonly reason: UnresolvedReason;
};

export type HolderBook = {
  /** The addresses that count, in the order of their bytes. */
  readonly held: readonly HeldAddress[];
  /** In the order of the addresses' bytes. */
  readonly unresolved: readonly UnresolvedHolding[];
};

/**
 * Splits the holdings of a block into those of identities that can be paid, and the unresolved ones. Each address is
 * decoded once; rows of the same address are added up, and empty ones forgotten. Texts of identities that are `known`
 * are shared with it: a million of them are a hundred megabytes.
 */
export function readHolders(
  rules: Rules,
  holdings: Iterable<Holding>,
  known: ReadonlyMap<Identity, { readonly identity: Identity }> = new Map(),
): HolderBook {
  const readRecipient = recipientReader(rules);
  const excluded = new Set(rules.excluded.addresses);
  const held: HeldAddress[] = [];
  const unresolved: UnresolvedAddress[] = [];
  for (const { address, quantity } of holdings) {
    if (quantity < 0n) throw new RangeError(`${address} holds ${quantity} tokens: a quantity cannot be negative`);
    if (quantity === 0n) continue;
    const key = addressKey(address);
    const { identity, ...recipient } = readRecipient(parseAddressKey(key));
    if (identity !== null && recipient.payable && !excluded.has(address)) {
      held.push({ key, address, identity: known.get(identity)?.identity ?? identity, quantity });
    } else {
      const reason = recipient.payable ? "excluded-address" : recipient.reason;
      unresolved.push({ key, address, identity, quantity, reason });
    }
  }
  held.sort((a, b) => compareText(a.key, b.key));
  unresolved.sort((a, b) => compareText(a.key, b.key));
  return { held: addUp(held), unresolved: addUp(unresolved).map(({ key: _, ...row }) => row) };
}

type UnresolvedAddress = UnresolvedHolding & { readonly key: Hex };

/** Neighbours of the same address as one row. */
function addUp<Row extends { readonly key: Hex; readonly quantity: bigint }>(rows: readonly Row[]): Row[] {
  const added: Row[] = [];
  for (const row of rows) {
    const last = added.at(-1);
    if (last?.key !== row.key) added.push(row);
    else added[added.length - 1] = { ...last, quantity: last.quantity + row.quantity };
  }
  return added;
}

export function explainUnresolved(reason: UnresolvedReason): string {
  return reason === "excluded-address" ? "The rules exclude this address." : explainUnpayable(reason);
}
