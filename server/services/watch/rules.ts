import { AGE_RULES } from "./internal/age-rules";
import { APPROVER_RULES } from "./internal/approver-rules";
import { BATCH_RULES } from "./internal/batch-rules";
import { CHAIN_RULES } from "./internal/chain-rules";
import { CHANNEL_RULES } from "./internal/channel-rules";
import { DAY_RULES } from "./internal/day-rules";
import { MACHINE_RULES } from "./internal/machine-rules";
import { MONEY_RULES } from "./internal/money-rules";
import { PART_RULES } from "./internal/part-rules";
import { PAUSE_RULES } from "./internal/pause-rules";
import { PEOPLE_RULES } from "./internal/people-rules";
import { REFUSAL_RULES } from "./internal/refusal-rules";
import { SERVICE_RULES } from "./internal/service-rules";
import { SITE_RULES } from "./internal/site-rules";
import { SOURCE_RULES } from "./internal/source-rules";
import type { Rule } from "./rule";

/** Every rule. A kind may stand in several: each finds it by other evidence, under subjects of its own. */
export const RULES: readonly Rule[] = [
  ...SERVICE_RULES,
  ...MACHINE_RULES,
  ...AGE_RULES,
  ...CHAIN_RULES,
  ...SOURCE_RULES,
  ...PEOPLE_RULES,
  ...CHANNEL_RULES,
  ...DAY_RULES,
  ...APPROVER_RULES,
  ...BATCH_RULES,
  ...MONEY_RULES,
  ...PART_RULES,
  ...PAUSE_RULES,
  ...REFUSAL_RULES,
  ...SITE_RULES,
];
