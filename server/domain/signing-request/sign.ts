import { ed25519 } from "@noble/curves/ed25519";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils";
import { toCanonicalJson } from "../canonical";
import { keyHashOf } from "../cardano/key-hash";
import { verifyEnvelope } from "../contract/approval";
import { InvariantError } from "../invariant";
import type { Hex } from "../units";
import type { CheckedPlan } from "./check-plan";
import { compareExpected, type Expected } from "./expected";
import { readActText } from "./read-text";
import type { SigningRequest } from "./request";

/** What is known when somebody wants to sign. `plan`: of a request for a plan, once it was checked with its report. */
export type ToSign = {
  readonly request: SigningRequest;
  readonly plan: CheckedPlan | null;
  readonly expected: Expected | null;
  readonly publicKey: Hex | null;
};

/** Why a request is not signed yet; the first that applies. */
export type NotSigned = "unchecked" | "nothing-expected" | "not-expected" | "no-key" | "other-key";

/** Null if nothing speaks against signing. */
export function whyNotSigned({ request, plan, expected, publicKey }: ToSign): NotSigned | null {
  if (!isCheckOf(request, plan)) return "unchecked";
  if (expected === null) return "nothing-expected";
  if (compareExpected(request, expected, paidBy(request, plan)).some(({ fits }) => !fits)) return "not-expected";
  if (publicKey === null) return "no-key";
  if (!request.keys.includes(publicKey)) return "other-key";
  // Whoever signs is paid by no plan that they sign: the check is of this key.
  return plan === null || plan.signer === keyHashOf(publicKey) ? null : "unchecked";
}

/** A check counts for the request that it was of alone. What its text says whole needs none. */
function isCheckOf(request: SigningRequest, plan: CheckedPlan | null): boolean {
  if (request.kind !== "plan") return plan === null;
  return plan !== null && plan.text === request.text && plan.reportHash === request.reportHash;
}

/** The ADA of a payout or a withdrawal, in lovelace; null for all else, also for a Close, which has no amount. */
export function paidBy(request: SigningRequest, plan: CheckedPlan | null): bigint | null {
  if (plan !== null) return plan.total.lovelace;
  const effect = request.kind === "act" ? readActText(request.text)?.effect : undefined;
  return effect?.kind === "withdraw" ? effect.amount.lovelace : null;
}

/**
 * Signs the request's text, and returns the answer as `--signatures` and the console take it. Throws if something
 * speaks against it: ask `whyNotSigned` first.
 */
export function signRequest(toSign: ToSign & { readonly publicKey: Hex }, secretKey: Hex): string {
  const { request, publicKey } = toSign;
  const why = whyNotSigned(toSign);
  if (why !== null) throw new InvariantError(`a request is not signed: ${why}`);
  const signature = bytesToHex(ed25519.sign(utf8ToBytes(request.text), secretKey));
  // A machine that counts wrongly shows here, and not after the way back.
  if (!verifyEnvelope(publicKey, { kind: "raw", signature }, request.text)) {
    throw new InvariantError("the key made a signature that the ledger would refuse");
  }
  return toCanonicalJson({ [publicKey]: { signature } });
}

export function publicKeyOf(secretKey: Hex): Hex {
  return bytesToHex(ed25519.getPublicKey(secretKey));
}
