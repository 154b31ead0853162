import type { AddressInfo } from "./address";
import { toHex } from "./cbor-shape";
import type { OutRef, Redeemer, Transaction } from "./types";

/**
 * The script that a redeemer runs: its index points into the sorted inputs, policies, certificates or
 * withdrawals (Alonzo ledger specification, "rdptr"). Null for votes, proposals and unknown inputs.
 */
export function resolveRedeemer(
  redeemer: Omit<Redeemer, "scriptHash">,
  tx: Pick<Transaction, "inputs" | "mint" | "withdrawals" | "certificates">,
  addressOf: (ref: OutRef) => AddressInfo | null,
): string | null {
  switch (redeemer.purpose) {
    case "spend": {
      const input = tx.inputs[redeemer.index];
      const payment = input ? addressOf(input)?.payment : null;
      return payment?.script ? payment.hash : null;
    }
    case "mint": {
      const policies = [...new Set([...tx.mint.keys()].map((unit) => unit.slice(0, 56)))].sort();
      return policies[redeemer.index] ?? null;
    }
    case "cert":
      return tx.certificates[redeemer.index]?.stake?.hash ?? null;
    case "reward": {
      const accounts = tx.withdrawals.map((withdrawal) => withdrawal.address).sort(byLedgerOrder);
      return accounts[redeemer.index]?.stake?.hash ?? null;
    }
    default:
      return null;
  }
}

/** The ledger orders script credentials before key credentials, then by hash. */
function byLedgerOrder(a: AddressInfo, b: AddressInfo): number {
  if (a.stake?.script !== b.stake?.script) return a.stake?.script ? -1 : 1;
  return toHex(a.bytes) < toHex(b.bytes) ? -1 : 1;
}
