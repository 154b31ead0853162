import { APPROVER_RULES } from "./internal/approver-rules";
import { BATCH_RULES } from "./internal/batch-rules";
import { DAY_RULES } from "./internal/day-rules";
import { MONEY_RULES } from "./internal/money-rules";
import { PART_RULES } from "./internal/part-rules";
import { PAUSE_RULES } from "./internal/pause-rules";
import { REFUSAL_RULES } from "./internal/refusal-rules";
import { SITE_RULES } from "./internal/site-rules";
import type { Rule } from "./rule";

/** Every rule. A kind may stand in several: each finds it by other evidence, under subjects of its own. */
export const RULES: readonly Rule[] = [
  ...DAY_RULES,
  ...APPROVER_RULES,
  ...BATCH_RULES,
  ...MONEY_RULES,
  ...PART_RULES,
  ...PAUSE_RULES,
  ...REFUSAL_RULES,
  ...SITE_RULES,
];
