import type { HeldPlan, PlanSigner } from "@/server/domain/ports";
import { failureInWords } from "../failure-in-words";
import type { LivePool } from "../pool/load-pool";
import { bindingOf } from "../pool/signed-state";

/** What the oracle's signer holds for the pool as it stands, or why it does not say. */
export type Held = { readonly held: HeldPlan | null } | { readonly problem: string };

/** A database that was lost or restored does not know what it asked for: the signer does, and it can still land. */
export async function askWhatIsHeld({ oracle }: { readonly oracle: PlanSigner | null }, pool: LivePool): Promise<Held> {
  if (!oracle) return { held: null };
  try {
    return { held: await oracle.held(bindingOf(pool, 0)) };
  } catch (error) {
    return { problem: failureInWords(error) };
  }
}
