import { ed25519 } from "@noble/curves/ed25519";
import { sha256 } from "@noble/hashes/sha2";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils";
import type { Envelope } from "@/server/domain/contract/types";
import { SignerRefused } from "@/server/domain/plan/signer-refused";
import type { PlanSigner } from "@/server/domain/ports";
import { keyFromSecret, type SoftwareKey, signWith } from "@/server/signing/key-file";
import { heldBy, type SignerPolicy, signPlan } from "@/server/signing/sign-plan";
import { keepRecord, NEW_RECORD, type SignedPlans } from "@/server/signing/signer-record";

/** The same key for the same name, in every run. */
export function testKey(name: string): SoftwareKey {
  return keyFromSecret(bytesToHex(sha256(utf8ToBytes(`test key ${name}`))));
}

export const OPERATOR_KEY = testKey("operator");
export const ORACLE_KEY = testKey("oracle");
/** In the order in which the contract wants them. */
export const APPROVER_KEYS = ["ann", "ben", "cho"].map(testKey).sort((a, b) => (a.publicKey < b.publicKey ? -1 : 1));

/** The oracle and every approver of the test pool, in this process; each starts with an empty memory. */
export function testSigners(pool: { network: string; policyId: string }): {
  oracle: PlanSigner;
  approvers: PlanSigner[];
} {
  const policy = { dailyLimitLovelace: ANY_AMOUNT, ...pool };
  return {
    oracle: localSigner("oracle", ORACLE_KEY, { ...policy, act: "propose" }),
    approvers: APPROVER_KEYS.map((key, index) =>
      localSigner(`approver-${index + 1}`, key, { ...policy, act: "approve" }),
    ),
  };
}

export function signText(key: SoftwareKey, text: string): Envelope {
  return { kind: "raw", signature: bytesToHex(ed25519.sign(utf8ToBytes(text), key.secretKey)) };
}

/** The consent of one of the pool's own keys, as a deployment asks for it. */
export async function consent(_role: string, publicKey: string, text: string): Promise<Envelope> {
  const key = [ORACLE_KEY, ...APPROVER_KEYS].find((candidate) => candidate.publicKey === publicKey);
  if (!key) throw new Error(`no test key ${publicKey}`);
  return signText(key, text);
}

/** The time of a test's chain is not this machine's: what is signed is not released by itself. */
const BEFORE_ALL = () => 0;
/** So all days of a test are one of its signers', and no deadline is too far. */
const ANY_AMOUNT = 2n ** 62n;

/** A signer in this process that checks all that the signer process does. */
export function localSigner(name: string, key: SoftwareKey, policy: SignerPolicy): PlanSigner {
  const signed = rememberPlans();
  const timed = { longestDeadlineMs: Number.MAX_SAFE_INTEGER, ...policy, nowMs: policy.nowMs ?? BEFORE_ALL };
  return {
    name,
    publicKey: async () => key.publicKey,
    held: (state) => heldBy(timed, signed, state),
    signPlan: async (request) => {
      const result = await signPlan(signWith(key), timed, signed, request);
      if (!result.ok) throw new SignerRefused(result.problems.join("; "), result.isDifference);
      return result.signature;
    },
  };
}

function rememberPlans(): SignedPlans {
  let record = NEW_RECORD;
  return keepRecord({
    load: async () => record,
    save: async (next) => {
      record = next;
    },
    alone: (work) => work(),
  });
}
