import { AGE_RULES } from "./internal/look-at-ages";
import { CHAIN_RULES } from "./internal/look-at-chain";
import { MACHINE_RULES } from "./internal/look-at-machine";
import { PEOPLE_RULES } from "./internal/look-at-people";
import { SOURCE_RULES } from "./internal/look-at-sources";
import { SERVICE_RULES } from "./internal/service-rules";
import type { Rule } from "./rule";

/** Every rule. A kind may stand in several: each finds it by other evidence, under subjects of its own. */
export const RULES: readonly Rule[] = [
  ...SERVICE_RULES,
  ...MACHINE_RULES,
  ...AGE_RULES,
  ...CHAIN_RULES,
  ...SOURCE_RULES,
  ...PEOPLE_RULES,
];
