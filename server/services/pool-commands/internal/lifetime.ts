import type { ChainTerms } from "@/server/chain/transaction/evaluate";
import type { BlockHeader } from "@/server/domain/ports";
import type { Slot } from "@/server/domain/units";

/** Of what a person sends by a command and waits for. */
export const LIFETIME_MS = 30 * 60_000;

/** The last slot in which a transaction can land that is built now. */
export function lastSlotFrom({ tip, chain }: { readonly tip: BlockHeader; readonly chain: ChainTerms }): Slot {
  return tip.slot + Math.floor(LIFETIME_MS / chain.slots.slotLengthMs);
}
