import type { GivenSignature } from "@/server/domain/contract/given-signature";
import { foreignSignatures, readPasted, toGiven } from "@/server/domain/contract/pasted-signature";
import type { Hex } from "@/server/domain/units";

/** What a wallet answered to `signData`: {signature, key}, or a bare COSE_Sign1 before 2022. Null for anything else. */
export function givenOf(answer: unknown, wallet: string, publicKey: Hex): GivenSignature | null {
  const [found] = (typeof answer === "string" ? readPasted(answer) : foreignSignatures(answer)) ?? [];
  return !found || "problem" in found ? null : toGiven(found, wallet, publicKey);
}
