import { bytesToHex, hexToBytes } from "@noble/hashes/utils";
import { decode, encode } from "cborg";
import { scriptHashOf } from "@/server/domain/cardano/script-hash";
import type { Hex } from "@/server/domain/units";
import type { JsonClient } from "./http/client";

const KINDS = { plutusV1: "PlutusV1", plutusV2: "PlutusV2", plutusV3: "PlutusV3" } as const;
type PlutusType = keyof typeof KINDS;

const isPlutus = (type: string): type is PlutusType => Object.hasOwn(KINDS, type);

/** The type of a script that is read. `told`: as the server names it, for messages. */
export function checkPlutus({ error }: Pick<JsonClient, "error">, hash: Hex, type: string, told = type): PlutusType {
  if (isPlutus(type)) return type;
  const text = `script ${hash} is of kind ${told.slice(0, 40)}; only Plutus scripts are read.`;
  throw error("not-supported", text, { scriptType: told });
}

/**
 * A Plutus script by its hash: flat bytes wrapped in one CBOR byte string. Servers differ in how often they
 * wrap; the right form is the one whose hash is the one asked for, and without one the server is lying.
 */
export function checkScript({ error }: Pick<JsonClient, "error">, hash: Hex, type: PlutusType, cbor: Hex) {
  const given = hexToBytes(cbor);
  for (const bytes of [given, unwrap(given), encode(given)]) {
    if (bytes && scriptHashOf(type, bytes) === hash) return { kind: KINDS[type], cbor: bytesToHex(bytes) };
  }
  throw error("lying", `the bytes given for script ${hash} are not of that script.`);
}

function unwrap(bytes: Uint8Array): Uint8Array | null {
  try {
    const inner: unknown = decode(bytes);
    return inner instanceof Uint8Array ? inner : null;
  } catch {
    return null;
  }
}
