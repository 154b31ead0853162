import { bytesToHex } from "@noble/hashes/utils";
import { blake2b224 } from "../hash";
import type { Hex } from "../units";

/** Tags of languages in a script's hash (Conway CDDL, "script_hash"). */
const SCRIPT_TAGS = { plutusV1: 1, plutusV2: 2, plutusV3: 3 } as const;

/** The ledger's hash of a script. `bytes` are those of Plutus code, wrapped in one CBOR byte string. */
export function scriptHashOf(language: keyof typeof SCRIPT_TAGS, bytes: Uint8Array): Hex {
  return bytesToHex(blake2b224(Uint8Array.of(SCRIPT_TAGS[language]), bytes));
}
