import { ed25519 } from "@noble/curves/ed25519";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils";
import { sha256 } from "@noble/hashes/sha2";
import type { Envelope } from "@/server/domain/contract/types";
import type { PlanSigner } from "@/server/domain/ports";
import { keyFromSecret, type SoftwareKey } from "@/server/signing/key-file";
import { signPlan, type SignerPolicy } from "@/server/signing/sign-plan";
import type { SignedPlan, SignedPlans } from "@/server/signing/signed-plans";

/** The same key for the same name, in every run. */
export function testKey(name: string): SoftwareKey {
  return keyFromSecret(bytesToHex(sha256(utf8ToBytes(`test key ${name}`))));
}

export function signText(key: SoftwareKey, text: string): Envelope {
  return { kind: "raw", signature: bytesToHex(ed25519.sign(utf8ToBytes(text), key.secretKey)) };
}

/** A signer in this process that checks all that the signer process does. */
export function localSigner(name: string, key: SoftwareKey, policy: SignerPolicy): PlanSigner {
  const signed = rememberPlans();
  return {
    name,
    publicKey: async () => key.publicKey,
    signPlan: async (request) => {
      const result = await signPlan(key, policy, signed, request);
      if (!result.ok) throw new Error(result.problems.join("; "));
      return result.signature;
    },
  };
}

function rememberPlans(): SignedPlans {
  const plans = new Map<string, SignedPlan>();
  return {
    claim: async (state, plan) => {
      const other = plans.get(state);
      if (other) return other.plan === plan.plan ? null : other;
      plans.set(state, plan);
      return null;
    },
  };
}
