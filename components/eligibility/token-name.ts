import { eligibilityTexts } from "@/components/messages/eligibility";

const POLICY_DIGITS = 56;
/** CIP-67 labels of tokens that people hold: 222 (NFT), 333 (fungible), 444 (rich fungible). */
const LABELS = ["000de140", "0014df10", "001bc280"];

/** The asset's name if it is plain text ("PLAY"), else null. `unit` is policy id and name in hex. */
export function tokenName(unit: string): string | null {
  const name = unit.slice(POLICY_DIGITS);
  const label = LABELS.find((prefix) => name.startsWith(prefix)) ?? "";
  const bytes = name.slice(label.length).match(/../g) ?? [];
  const text = bytes.map((byte) => String.fromCharCode(Number.parseInt(byte, 16))).join("");
  return /^[!-~]+(?: [!-~]+)*$/.test(text) ? text : null;
}

/** "250 SNEK", or "250 tokens" if the name is not plain text. */
export function sayTokens(quantity: bigint, unit: string): string {
  return eligibilityTexts.tokens(quantity, tokenName(unit));
}
