import type { Contradiction } from "@/server/domain/scan/contradiction";
import type { Height } from "@/server/domain/units";

/** Where reading again mends a contradiction: these subjects, from this height on. */
export type Remedy = { readonly subjects: readonly number[]; readonly from: Height };

/** Stops a step before anything of it is written. Without a remedy the same is asked again after a pause. */
export class Contradicted extends Error {
  override readonly name = "Contradicted";
  constructor(
    readonly contradiction: Contradiction,
    readonly remedy: Remedy | null = null,
  ) {
    super(contradiction.kind);
  }
}
