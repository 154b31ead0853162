import type { TopUpState } from "@/server/domain/top-up/states";
import { sentence } from "@/server/words/sentence";

/** What the row of these says more is nothing. */
const SAY_ALL: readonly TopUpState[] = ["BUILT", "DONE"];

/** What stands below the state of a top-up: what the engine said last, where the state does not say it already. */
export const noteOf = (state: TopUpState, detail: string): string | undefined =>
  SAY_ALL.includes(state) ? undefined : sentence(detail);
