import { signersOf } from "@/server/engine/context";
import type { Env } from "@/server/env";
import { SignerUnavailable } from "@/server/signing/remote-signer";

/** Fails where a signer does not take our secret. One that is away may come back: it is told, and nothing waits. */
export async function checkSigners(settings: Env): Promise<void> {
  const { oracle, approvers } = await signersOf(settings);
  const asked = await Promise.allSettled([oracle, ...approvers].map((signer) => signer?.publicKey()));
  for (const answer of asked) {
    if (answer.status === "fulfilled") continue;
    const error: unknown = answer.reason;
    if (!(error instanceof SignerUnavailable)) throw error;
    if (error.isDenied) {
      throw new Error(
        `${error.message}. Set SIGNER_SECRET to the value that this signer was started with (for an approver its place ` +
          "in APPROVER_SIGNER_SECRETS), or start it with ours.",
      );
    }
    console.error(`${error.message}\nStarting anyway. Nothing is signed there until it answers.`);
  }
}
