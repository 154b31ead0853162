import type { GivenSignature } from "@/server/domain/contract/given-signature";
import { type FoundSignature, foreignSignatures, readPasted } from "@/server/domain/contract/pasted-signature";
import type { Hex } from "@/server/domain/units";

/** What a wallet answered to `signData`: {signature, key} today, a bare COSE_Sign1 before 2022. Null for anything else. */
export function givenOf(answer: unknown, wallet: string, publicKey: Hex): GivenSignature | null {
  const found = typeof answer === "string" ? readPasted(answer) : (foreignSignatures(answer)?.[0] ?? null);
  if (found === null || "problem" in found) return null;
  return toGiven(found, wallet, publicKey);
}

/** With who or what made it, and whose it is if it does not say that itself. */
export function toGiven(found: FoundSignature, wallet: string, publicKey: Hex): GivenSignature {
  if (found.kind === "raw") return { ...found, publicKey: found.publicKey ?? publicKey, tool: `wallet ${wallet}` };
  const { kind: _kind, ...signed } = found;
  return { kind: "cip30", ...signed, wallet };
}
