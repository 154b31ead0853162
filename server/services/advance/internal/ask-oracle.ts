import type { PlanSigner, PlanSignRequest } from "@/server/domain/ports";
import { failureInWords } from "../../failure-in-words";

/**
 * The oracle's signature, or why there is none. A refusal, or a signer that is away, is for people to read: nothing
 * else is held up by it, and it is asked again.
 */
export async function askOracle(
  oracle: PlanSigner,
  request: PlanSignRequest,
): Promise<string | { readonly problem: string }> {
  try {
    return await oracle.signPlan(request);
  } catch (error) {
    return { problem: failureInWords(error) };
  }
}
