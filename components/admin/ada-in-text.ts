import { formatAda } from "@/components/ui/format";

/**
 * Shows whole lovelace in the domain's sentences as ADA. Only in sentences that mention lovelace, and only figures long
 * enough to be amounts.
 */
export function adaInText(text: string): string {
  if (!/\blovelace\b/.test(text)) return text;
  return text
    .replace(/\b(\d{5,})( lovelace\b)?/g, (_match, digits: string) => formatAda(BigInt(digits)))
    .replace(/\b(\d{1,4}) lovelace\b/g, (_match, digits: string) => formatAda(BigInt(digits)));
}
