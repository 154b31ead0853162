import type { Lovelace } from "../units";

/** What a pool holds, owes or pays. `tokens` are units of the prize asset, 0n where there is none. */
export type Amount = { readonly lovelace: Lovelace; readonly tokens: bigint };

export const NO_AMOUNT: Amount = { lovelace: 0n, tokens: 0n };

export function addAmounts(a: Amount, b: Amount): Amount {
  return { lovelace: a.lovelace + b.lovelace, tokens: a.tokens + b.tokens };
}

export function subtractAmounts(a: Amount, b: Amount): Amount {
  return { lovelace: a.lovelace - b.lovelace, tokens: a.tokens - b.tokens };
}
