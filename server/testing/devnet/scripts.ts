import type { Script } from "@lucid-evolution/lucid";

/* Untyped Plutus Core by hand, flat-encoded and wrapped in CBOR twice, as wallets carry it. */

/** Takes datum, redeemer and context and succeeds: three lambdas around the unit value, Plutus core 1.0.0. */
const SUCCEEDS_WITH_THREE = "4e4d01000033222220051200120011";

export const ALWAYS_TRUE: Record<"PlutusV1" | "PlutusV2" | "PlutusV3", Script> = {
  PlutusV1: { type: "PlutusV1", script: SUCCEEDS_WITH_THREE },
  PlutusV2: { type: "PlutusV2", script: SUCCEEDS_WITH_THREE },
  // `(program 1.1.0 (lam x (con unit ())))`: from Plutus V3 on a script has one argument.
  PlutusV3: { type: "PlutusV3", script: "46450101002499" },
};

/** `(program 1.1.0 (lam x (error)))`. */
export const ALWAYS_FALSE: Script = { type: "PlutusV3", script: "46450101002601" };
