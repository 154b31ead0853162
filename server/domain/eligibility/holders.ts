import { addressKey, parseAddressKey } from "../cardano/address";
import { keyPrefix, sortByBytes } from "../cardano/address-order";
import type { Holding } from "../rewards/snapshot";
import type { Rules } from "../rules/rules";
import type { Hex, Identity } from "../units";
import { explainUnpayable, recipientReader, type UnpayableReason } from "../who-may-be-paid";

/** Tokens at an address that can be paid. */
export type HeldAddress = {
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

export type HolderBook<Owner = unknown> = {
  /** The addresses that count, in the order of their bytes, with their owner where it is known. */
  readonly held: readonly (HeldAddress & { readonly owner: Owner | null })[];
  /** In the order of the addresses' bytes. */
  readonly unresolved: readonly UnresolvedHolding[];
};

/**
 * Splits the holdings of a block into those of identities that can be paid, and the unresolved ones. Each address is
 * decoded once; rows of the same address are added up, and empty ones forgotten. Texts of identities that are `known`
 * are shared with it: a million of them are a hundred megabytes.
 */
export function readHolders<Owner extends { readonly key: Identity } = never>(
  rules: Rules,
  holdings: Iterable<Holding>,
  known: ReadonlyMap<Identity, Owner> = new Map(),
): HolderBook<Owner> {
  const readRecipient = recipientReader(rules);
  const excluded = new Set(rules.excluded.addresses);
  const held = gather<HolderBook<Owner>["held"][number]>();
  const unresolved = gather<UnresolvedHolding>();
  for (const { address, quantity } of holdings) {
    if (quantity < 0n) throw new RangeError(`${address} holds ${quantity} tokens: a quantity cannot be negative`);
    if (quantity === 0n) continue;
    const key = addressKey(address);
    const recipient = readRecipient(parseAddressKey(key));
    if (recipient.payable && !(excluded.size > 0 && excluded.has(address))) {
      const owner = known.get(recipient.identity) ?? null;
      held.add(key, { address, identity: owner?.key ?? recipient.identity, quantity, owner });
    } else {
      const reason = recipient.payable ? "excluded-address" : recipient.reason;
      unresolved.add(key, { address, identity: recipient.identity, quantity, reason });
    }
  }
  return { held: held.sorted(), unresolved: unresolved.sorted() };
}

/** Rows by their addresses' bytes, those of the same address as one. */
function gather<Row extends { readonly address: string; readonly quantity: bigint }>() {
  const rows: Row[] = [];
  const prefixes: number[] = [];
  return {
    add(key: Hex, row: Row): void {
      rows.push(row);
      prefixes.push(keyPrefix(key));
    },
    sorted: (): Row[] => sortByBytes(rows, prefixes, (a, b) => ({ ...a, quantity: a.quantity + b.quantity })),
  };
}

export function explainUnresolved(reason: UnresolvedReason): string {
  return reason === "excluded-address" ? "The rules exclude this address." : explainUnpayable(reason);
}
