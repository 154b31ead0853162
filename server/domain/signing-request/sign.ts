import { ed25519 } from "@noble/curves/ed25519";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils";
import { toCanonicalJson } from "../canonical";
import { keyHashOf } from "../cardano/key-hash";
import type { Amount } from "../contract/amount";
import { verifyEnvelope } from "../contract/approval";
import { InvariantError } from "../invariant";
import type { Hex, Lovelace } from "../units";
import type { CheckedPlan } from "./check-plan";
import { compareExpected, type Expected } from "./expected";
import { type ActEffect, readActText } from "./read-text";
import type { SigningRequest } from "./request";

/** What is known when somebody wants to sign. `plan`: of a request for a plan, once it was checked with its report. */
export type ToSign = {
  readonly request: SigningRequest;
  readonly plan: CheckedPlan | null;
  readonly expected: Expected | null;
  readonly publicKey: Hex | null;
  /** The person has said expressly that what no amount bounds is meant (`unboundedBy`). */
  readonly isMeant: boolean;
};

/** Why a request is not signed yet; the first that applies. */
export type NotSigned = "unchecked" | "nothing-expected" | "not-expected" | "unbounded" | "no-key" | "other-key";

/** Null if nothing speaks against signing. */
export function whyNotSigned({ request, plan, expected, publicKey, isMeant }: ToSign): NotSigned | null {
  if (!isCheckOf(request, plan)) return "unchecked";
  if (expected === null) return "nothing-expected";
  if (compareExpected(request, expected, paidBy(request, plan)).some(({ fits }) => !fits)) return "not-expected";
  if (unboundedBy(request, plan) !== null && !isMeant) return "unbounded";
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
export function paidBy(request: SigningRequest, plan: CheckedPlan | null): Lovelace | null {
  return takenBy(request, plan)?.lovelace ?? null;
}

/** What it takes out of the pool beyond any amount of ADA: everything (a Close), or tokens. Null if nothing. */
export function unboundedBy(request: SigningRequest, plan: CheckedPlan | null): "everything" | "tokens" | null {
  if (effectOf(request)?.kind === "close") return "everything";
  return (takenBy(request, plan)?.tokens ?? 0n) > 0n ? "tokens" : null;
}

/** All other acts take nothing out of the pool. */
function takenBy(request: SigningRequest, plan: CheckedPlan | null): Amount | null {
  if (plan !== null) return plan.total;
  const effect = effectOf(request);
  if (effect?.kind !== "withdraw") return null;
  const { lovelace, tokens } = effect.amount;
  return { lovelace, tokens: tokens?.quantity ?? 0n };
}

function effectOf(request: SigningRequest): ActEffect | undefined {
  return request.kind === "act" ? readActText(request.text)?.effect : undefined;
}

/** What may be signed, with the key that signs it. */
export type Signable = ToSign & { readonly publicKey: Hex };

/**
 * Signs the request's text, and returns the answer as `--signatures` and the console take it. Throws if something
 * speaks against it: ask `whyNotSigned` first.
 */
export function signRequest(toSign: Signable, secretKey: Hex): string {
  return answerOf(toSign, bytesToHex(ed25519.sign(utf8ToBytes(toSign.request.text), secretKey)));
}

/** The answer with a signature that was made elsewhere, such as in a module. Throws as `signRequest` does. */
export function answerOf(toSign: Signable, signature: Hex): string {
  const { request, publicKey } = toSign;
  const why = whyNotSigned(toSign);
  if (why !== null) throw new InvariantError(`a request is not signed: ${why}`);
  // A machine that counts wrongly shows here, and not after the way back.
  if (!verifyEnvelope(publicKey, { kind: "raw", signature }, request.text)) {
    throw new InvariantError("the key made a signature that the ledger would refuse");
  }
  return toCanonicalJson({ [publicKey]: { signature } });
}

export function publicKeyOf(secretKey: Hex): Hex {
  return bytesToHex(ed25519.getPublicKey(secretKey));
}
