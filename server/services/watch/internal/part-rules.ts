import type { Rule } from "../rule";
import { fromPart } from "./from-part";

/** What an engine looks at and judges itself: the rule takes its words. The bounds are where the part is judged. */
export const PART_RULES: readonly Rule[] = [
  fromPart({ kind: "pool-low", part: "pool" }),
  fromPart({ kind: "operator-low", part: "operator" }),
  fromPart({ kind: "signer-away", part: "oracle" }),
  fromPart({ kind: "signer-away", part: "approvers" }),
  fromPart({ kind: "signer-version", part: "signers' versions" }),
];
