import { formatAda } from "@/server/words/format";

/**
 * Amounts of a sentence from the domain, where they are whole lovelace, as people read them. Only in sentences
 * that speak of lovelace, and only figures long enough to be amounts.
 */
export function adaInText(text: string): string {
  if (!/\blovelace\b/.test(text)) return text;
  return text
    .replace(/\b(\d{5,})( lovelace\b)?/g, (_match, digits: string) => formatAda(BigInt(digits)))
    .replace(/\b(\d{1,4}) lovelace\b/g, (_match, digits: string) => formatAda(BigInt(digits)));
}
