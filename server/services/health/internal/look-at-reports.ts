import { ENOUGH_FREE_BYTES } from "@/server/domain/health/limits";
import { healthPart, type LookedAtPart, type NamedPart } from "@/server/domain/health/part";
import { sentence } from "@/server/words/sentence";
import { failureInWords } from "../../failure-in-words";
import type { PayoutContext } from "../../payout/payout-context";

const MIB = 1_048_576n;
/** A report part has at most 32 MiB. */
const LEAST_FREE = 64n * MIB;

/** Whether the second place of reports takes one. The first is the database, which stores this very look. */
export async function lookAtReports({ reportStore }: PayoutContext): Promise<NamedPart<LookedAtPart>[]> {
  const next = "Make room, or make the folder writable (REPORT_DIR). Then: npm run recover -- --execute";
  try {
    const { freeBytes } = await reportStore.tryOut();
    const fact = `Both places take reports; ${freeBytes / MIB} MiB are free in the folder.`;
    if (freeBytes < LEAST_FREE) return [healthPart("reports", { state: "failing", fact, next })];
    if (freeBytes < ENOUGH_FREE_BYTES) return [healthPart("reports", { state: "warning", fact, next })];
    return [healthPart("reports", { state: "ok", fact })];
  } catch (error) {
    const fact = sentence(`No report can be written to the folder: ${failureInWords(error)}`);
    return [healthPart("reports", { state: "failing", fact, next })];
  }
}
