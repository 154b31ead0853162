import { addressKey, parseAddressKey } from "../cardano/address";
import type { Holding } from "../rewards/snapshot";
import type { Rules } from "../rules/rules";
import { compareText } from "../text-order";
import type { Identity } from "../units";
import { explainUnpayable, recipientReader, type UnpayableReason } from "../who-may-be-paid";

/** Tokens at an address that can be paid. `key` is the address's bytes in hex. */
export type HeldAddress = { readonly key: string; readonly address: string; readonly quantity: bigint };

export type UnresolvedReason = UnpayableReason | "excluded-address";

/** Tokens that count for nobody, and why. They are never dropped silently. */
export type UnresolvedHolding = {
  readonly address: string;
  readonly identity: Identity | null;
  readonly quantity: bigint;
  readonly reason: UnresolvedReason;
};

export type HolderBook = {
  /** By identity: its addresses that count, in byte order. */
  readonly held: ReadonlyMap<Identity, readonly HeldAddress[]>;
  /** In the order of the addresses' bytes. */
  readonly unresolved: readonly UnresolvedHolding[];
};

/**
 * Splits the holdings of a block into those of identities that can be paid, and the unresolved ones. Each address is
 * decoded once; rows of the same address are added up, and empty ones forgotten.
 */
export function readHolders(rules: Rules, holdings: Iterable<Holding>): HolderBook {
  const readRecipient = recipientReader(rules);
  const excluded = new Set(rules.excluded.addresses);
  const held = new Map<Identity, HeldAddress[]>();
  const unresolved: UnresolvedAddress[] = [];
  for (const { address, quantity } of holdings) {
    if (quantity < 0n) throw new RangeError(`${address} holds ${quantity} tokens: a quantity cannot be negative`);
    if (quantity === 0n) continue;
    const key = addressKey(address);
    const recipient = readRecipient(parseAddressKey(key));
    if (recipient.payable && !excluded.has(address)) {
      const rows = held.get(recipient.identity);
      if (rows) rows.push({ key, address, quantity });
      else held.set(recipient.identity, [{ key, address, quantity }]);
    } else {
      const reason = recipient.payable ? "excluded-address" : recipient.reason;
      unresolved.push({ key, address, identity: recipient.identity, quantity, reason });
    }
  }
  for (const [identity, rows] of held) if (rows.length > 1) held.set(identity, addUp(rows));
  return { held, unresolved: addUp(unresolved).map(({ key: _, ...row }) => row) };
}

type UnresolvedAddress = UnresolvedHolding & { readonly key: string };

/** One row an address, in byte order. */
function addUp<Row extends HeldAddress>(rows: Row[]): Row[] {
  rows.sort((a, b) => compareText(a.key, b.key));
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
