import { addressKey } from "../cardano/address";
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

/** Splits the holdings of a block into those of identities that can be paid, and the unresolved ones. */
export function readHolders(rules: Rules, holdings: Iterable<Holding>): HolderBook {
  const readRecipient = recipientReader(rules);
  const excluded = new Set(rules.excluded.addresses);
  const held = new Map<Identity, HeldAddress[]>();
  const unresolved: (UnresolvedHolding & { key: string })[] = [];
  for (const { key, address, quantity } of addUp(holdings)) {
    const recipient = readRecipient(address);
    if (recipient.payable && !excluded.has(address)) {
      const rows = held.get(recipient.identity);
      if (rows) rows.push({ key, address, quantity });
      else held.set(recipient.identity, [{ key, address, quantity }]);
    } else {
      const reason = recipient.payable ? "excluded-address" : recipient.reason;
      unresolved.push({ key, address, identity: recipient.identity, quantity, reason });
    }
  }
  for (const rows of held.values()) rows.sort((a, b) => compareText(a.key, b.key));
  unresolved.sort((a, b) => compareText(a.key, b.key));
  return { held, unresolved: unresolved.map(({ key: _, ...row }) => row) };
}

/** One row per address, without empty ones. */
function addUp(holdings: Iterable<Holding>): HeldAddress[] {
  const quantities = new Map<string, bigint>();
  for (const { address, quantity } of holdings) {
    if (quantity < 0n) throw new RangeError(`${address} holds ${quantity} tokens: a quantity cannot be negative`);
    quantities.set(address, (quantities.get(address) ?? 0n) + quantity);
  }
  return [...quantities]
    .filter(([, quantity]) => quantity > 0n)
    .map(([address, quantity]) => ({ key: addressKey(address), address, quantity }));
}

export function explainUnresolved(reason: UnresolvedReason): string {
  return reason === "excluded-address" ? "The rules exclude this address." : explainUnpayable(reason);
}
