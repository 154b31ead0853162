import { DAY_RULES } from "./internal/day-rules";
import type { Rule } from "./rule";

/** Every rule. A kind may stand in several: each finds it by other evidence, under subjects of its own. */
export const RULES: readonly Rule[] = [...DAY_RULES];
