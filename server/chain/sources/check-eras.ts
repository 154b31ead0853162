import type { Era } from "@/server/domain/ports";
import type { Slot } from "@/server/domain/units";
import type { JsonClient } from "./http/client";

/** An era as servers tell it; `endSlot` is null where it has no end yet. */
export type EraSummary = Era & { readonly endSlot: Slot | null };

/**
 * The eras that have slots: test networks pass through some without one. Throws where they do not follow one another
 * without a gap. `told`: what was asked, for messages.
 */
export function checkEras({ error }: Pick<JsonClient, "error">, told: string, summaries: readonly EraSummary[]): Era[] {
  const lasting = summaries.filter(({ startSlot, endSlot }) => endSlot === null || endSlot > startSlot);
  const eras = lasting.map(
    ({ startSlot, startTimeMs, slotLengthMs }): Era => ({ startSlot, startTimeMs, slotLengthMs }),
  );
  const [first] = eras;
  if (!first) throw error("wrong-answer", `${told} names no era with a slot in it.`);
  if (first.startSlot !== 0 || first.startTimeMs !== 0) {
    throw error("wrong-answer", `${told} does not begin at slot 0 and time 0.`);
  }
  for (const [index, era] of eras.entries()) {
    if (era.slotLengthMs < 1) throw error("wrong-answer", `era ${index} has slots under a millisecond.`);
    const before = eras[index - 1];
    if (!before) continue;
    const expectedMs = before.startTimeMs + (era.startSlot - before.startSlot) * before.slotLengthMs;
    if (era.startTimeMs !== expectedMs) {
      throw error(
        "wrong-answer",
        `${told} has a gap: the era of slot ${era.startSlot} begins at ${era.startTimeMs} ms, its predecessor ends at ${expectedMs} ms.`,
      );
    }
  }
  return eras;
}
